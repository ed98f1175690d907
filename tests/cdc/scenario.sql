-- Tables and transactions of the comparison with Debezium. One transaction per block; blocks are separated by a line
-- `-- transaction`. The first block makes the tables, before any slot exists; the last one tells readers to stop.
CREATE SCHEMA shapes;
CREATE TYPE shapes.mood AS ENUM ('sad', 'ok', 'happy');
CREATE DOMAIN shapes.positive AS integer CHECK (VALUE > 0);
CREATE TABLE shapes.numbers (
    id bigint PRIMARY KEY, small smallint, int integer, big bigint, money_like numeric(12, 2), wide numeric(40, 10),
    free numeric, whole numeric(9, 0), single real, double double precision, yes boolean, cash money, oid_ oid
);
CREATE TABLE shapes.texts (
    id integer PRIMARY KEY, plain text, bounded varchar(20), fixed char(5), one "char", named name, doc json, docb jsonb,
    unique_id uuid, bytes bytea, mood shapes.mood, above shapes.positive, search tsvector, "Odd ""Name" text
);
CREATE TABLE shapes.times (
    id integer PRIMARY KEY, day date, clock time, clock_ms time(3), clock_zone timetz, moment timestamp,
    moment_ms timestamp(3), moment_s timestamp(0), instant timestamptz, instant_ms timestamptz(3), span interval
);
CREATE TABLE shapes.collections (
    id integer PRIMARY KEY, ints integer[], bigs bigint[], texts text[], ids uuid[], amounts numeric(10, 2)[], flags boolean[],
    days date[], instants timestamptz[], docs jsonb[], doubles double precision[], shorts smallint[], varchars varchar(5)[]
);
CREATE TABLE shapes.others (
    id integer PRIMARY KEY, r4 int4range, r8 int8range, rn numrange, rt tsrange, rtz tstzrange, rd daterange,
    ip inet, net cidr, mac macaddr, mac8 macaddr8, flag bit, bits bit(5), vary bit varying(10), pt point
);
CREATE TABLE shapes.composite (a integer, b text, c text NOT NULL DEFAULT 'see', d numeric(6, 2) NOT NULL DEFAULT 1.50,
    PRIMARY KEY (b, a));
CREATE TABLE shapes.complete (id integer PRIMARY KEY, name text, amount numeric(8, 2), long text);
ALTER TABLE shapes.complete REPLICA IDENTITY FULL;
CREATE TABLE shapes.toasted (id integer PRIMARY KEY, long text, bytes bytea, doc jsonb, n integer, words text[]);
ALTER TABLE shapes.toasted ALTER long SET STORAGE EXTERNAL, ALTER bytes SET STORAGE EXTERNAL,
    ALTER doc SET STORAGE EXTERNAL, ALTER words SET STORAGE EXTERNAL;
CREATE TABLE shapes.keyless (name text, n integer);
ALTER TABLE shapes.keyless REPLICA IDENTITY FULL;
CREATE TABLE shapes.appended (name text, n integer);
CREATE TABLE shapes.indexed (id integer PRIMARY KEY, code text NOT NULL UNIQUE, n integer);
ALTER TABLE shapes.indexed REPLICA IDENTITY USING INDEX indexed_code_key;
CREATE TABLE shapes.evolving (id integer PRIMARY KEY, a text);
CREATE TABLE shapes.marker (id integer PRIMARY KEY);
INSERT INTO shapes.complete VALUES (1, 'before', 1.00, NULL), (2, 'the snapshot', 2.00, NULL);
INSERT INTO shapes.composite VALUES (1, 'x');
CREATE PUBLICATION shapes FOR TABLES IN SCHEMA shapes;
-- transaction
INSERT INTO shapes.numbers VALUES
    (1, 1, 2, 3, 19.90, 123456789012345678901234567890.0123456789, 1.5, 7, 1.5, 2.25, true, '12.34', 26),
    (2, -32768, -2147483648, -9223372036854775808, -0.01, -1, -1234.5678, -999999999, -0.1, -1e300, false, '-0.01', 4294967295),
    (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    (4, 32767, 2147483647, 9223372036854775807, 9999999999.99, 0, 0, 0, 3.4028235e38, 1e-300, true, '92233720368547758.07', 0),
    (5, 0, 0, 0, 0, 0.0000000001, 1e20, 128, 1e10, 1e7, false, '0', 1),
    (6, 0, 0, 0, -1.28, 1.28, 1e-10, -128, 0.001, 0.0001, false, '1', 1),
    (7, 0, 0, 0, 1.27, 2.55, 100, 255, 123456.789, 123456789.125, false, '1', 1),
    (8, 0, 0, 0, 1.00, 2.56, 'NaN', 256, 16777216, 12345678901234567890, false, '1', 1);
-- transaction
INSERT INTO shapes.texts VALUES
    (1, 'plain', 'bounded', 'fix', 'c', 'a name', '{"a": 1,  "b": [1, 2]}', '{"b": 1, "a": null}',
     '550e8400-e29b-41d4-a716-446655440000', '\x00ff10', 'happy', 5, to_tsvector('english', 'the quick brown foxes'), 'odd'),
    (2, E'quotes " back\\slash \n \t \r \b \f \x01 é € 𝄞 </script> \u2028 \x7f', '', '', '', '', '"s"', '[]', NULL, '', 'sad', 1, '', ''),
    (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
-- transaction
INSERT INTO shapes.times VALUES
    (1, '2026-02-28', '23:59:59.123456', '01:02:03.456', '04:05:06.789+02', '2026-02-28 23:59:59.999999',
     '2026-02-28 23:59:59.999', '2026-02-28 23:59:59', '2026-02-28 23:59:59.123456+00', '2026-02-28 23:59:59.5+00', '1 year 2 mons 3 days 04:05:06.789'),
    (2, '1969-12-31', '00:00', '00:00', '00:00+00', '1969-12-31 23:59:59.000001', '1969-12-31 00:00', '1969-12-31 00:00',
     '1969-12-31 23:59:59+00', '0001-01-01 00:00+00', '-3 days'),
    (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    (4, '0099-01-01', '24:00:00', '12:00', '23:59:59.999999-08:30', '9999-12-31 00:00', '2000-01-01', '2000-01-01',
     '2026-07-01 12:00:00.12+02', '9999-12-31 23:59:59.999+00', '-00:00:01.5'),
    (5, '2000-02-29', '12:30:00.1', '12:30:00.1', '12:30:00.1+05:45', '2000-02-29 01:02:03.04', '2000-02-29 01:02:03.04',
     '2000-02-29 01:02:03', '2000-02-29 01:02:00+00', '2000-02-29 01:02:03.04+00', '10 mons -1 days +02:03:04');
-- transaction
INSERT INTO shapes.collections VALUES
    (1, '{1,2,NULL}', '{9007199254740993}', ARRAY['a', NULL, 'b"c', 'd,e', 'NULL', '', E'\\'], ARRAY['550e8400-e29b-41d4-a716-446655440000']::uuid[],
     '{1.50,-2.25}', '{t,f,NULL}', '{2026-01-01,NULL}', '{2026-01-01 00:00:00.5+00}', ARRAY['{"a": [1, 2]}', '"x"']::jsonb[], '{1.5,-2e10}', '{1,-1}', '{ab,cd}'),
    (2, '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}'),
    (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
-- transaction
INSERT INTO shapes.others VALUES
    (1, '[1,5)', '[10,20]', '[1.5,2.5)', '[2026-01-01 00:00,2026-01-02 12:30)', '[2026-01-01 00:00+00,)', '[2026-01-01,2026-02-01)',
     '192.168.0.1', '10.0.0.0/8', '08:00:2b:01:02:03', '08:00:2b:01:02:03:04:05', B'1', B'10101', B'110', '(1.5,-2)'),
    (2, 'empty', 'empty', 'empty', 'empty', 'empty', 'empty', '::1', '2001:db8::/32', NULL, NULL, B'0', B'00000', B'', '(0,0)'),
    (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    (4, '(,5)', '(,)', '(,)', '(,)', '(,2026-01-01 00:00+00]', '(,)', '10.1.2.3/16', '10.1.2.0/24', NULL, NULL, NULL, B'11111', B'1111111111', NULL);
-- transaction
INSERT INTO shapes.composite VALUES (2, 'y', 'c', 3.25);
UPDATE shapes.composite SET c = 'changed' WHERE a = 2;
UPDATE shapes.composite SET a = 3 WHERE a = 2;
DELETE FROM shapes.composite WHERE a = 3;
-- transaction
INSERT INTO shapes.complete VALUES (3, 'three', 3.00, NULL);
UPDATE shapes.complete SET amount = 4.00, name = NULL WHERE id = 3;
UPDATE shapes.complete SET id = 4 WHERE id = 3;
DELETE FROM shapes.complete WHERE id IN (1, 4);
-- transaction
INSERT INTO shapes.toasted SELECT 1, repeat('long text ', 1000), decode(repeat('00ff', 5000), 'hex'),
    jsonb_build_object('text', repeat('x', 9000)), 1, ARRAY[repeat('w', 9000)];
-- transaction
UPDATE shapes.toasted SET n = 2 WHERE id = 1;
UPDATE shapes.toasted SET long = 'short' WHERE id = 1;
UPDATE shapes.toasted SET id = 2 WHERE id = 1;
DELETE FROM shapes.toasted WHERE id = 2;
-- transaction
INSERT INTO shapes.keyless VALUES ('a', 1), ('b', 2);
UPDATE shapes.keyless SET n = 3 WHERE name = 'a';
DELETE FROM shapes.keyless WHERE name = 'b';
INSERT INTO shapes.appended VALUES ('a', 1), (NULL, NULL);
-- transaction
INSERT INTO shapes.indexed VALUES (1, 'one', 1);
UPDATE shapes.indexed SET n = 2;
UPDATE shapes.indexed SET code = 'uno';
UPDATE shapes.indexed SET id = 9;
DELETE FROM shapes.indexed;
-- transaction
INSERT INTO shapes.complete SELECT n, 'to be truncated', n, NULL FROM generate_series(10, 12) AS n;
TRUNCATE shapes.complete, shapes.keyless;
INSERT INTO shapes.complete VALUES (20, 'after the truncate', 0.00, NULL);
-- transaction
INSERT INTO shapes.evolving VALUES (1, 'a');
ALTER TABLE shapes.evolving ADD COLUMN b integer DEFAULT 7;
INSERT INTO shapes.evolving VALUES (2, 'b', 8);
-- transaction
ALTER TABLE shapes.evolving DROP COLUMN a;
INSERT INTO shapes.evolving VALUES (3, 9);
-- transaction
BEGIN;
INSERT INTO shapes.complete VALUES (99, 'aborted', 0, NULL);
SAVEPOINT one;
INSERT INTO shapes.complete VALUES (30, 'undone', 0, NULL);
ROLLBACK TO one;
ROLLBACK;
-- transaction
BEGIN;
INSERT INTO shapes.complete VALUES (31, 'kept', 0, NULL);
SAVEPOINT two;
INSERT INTO shapes.complete VALUES (32, 'undone', 0, NULL);
ROLLBACK TO two;
INSERT INTO shapes.complete VALUES (33, 'kept too', 0, NULL);
COMMIT;
-- transaction
INSERT INTO shapes.marker VALUES (1);
