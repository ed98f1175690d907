-- The change log: what happened to rows that clients may follow, written by the statement that did it.
-- Depends on the schemas users and orders.
CREATE SCHEMA realtime;

-- One row per changed row; `op` is c, u, d, or t for a truncated table, which has no `key`. `before` and `after` are
-- the row without the columns that nobody may see.
-- `seq` orders the changes of one key, because the writer held the row when it drew the number. It is not the order of
-- commits, so whoever reads the log reads only what `xid < pg_snapshot_xmin(pg_current_snapshot())`: transactions that
-- have ended, all of them.
CREATE TABLE realtime.change_log (
    seq     bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
    xid     xid8        NOT NULL DEFAULT pg_current_xact_id(),
    at      timestamptz NOT NULL,
    channel text        NOT NULL,
    op      "char"      NOT NULL,
    key     uuid,
    before  jsonb,
    after   jsonb
) PARTITION BY RANGE (at);
CREATE INDEX change_log_xid_seq ON realtime.change_log (xid, seq);
-- Numbers are drawn about in the order of the rows, so ranges of blocks find them, and cost a writer next to nothing.
CREATE INDEX change_log_seq ON realtime.change_log USING brin (seq) WITH (pages_per_range = 16, autosummarize = on);

-- Takes what no daily partition is there for: a write never fails for want of one.
CREATE TABLE realtime.change_log_rest PARTITION OF realtime.change_log DEFAULT;

-- The newest change that has been thrown away; a resume point before it has a gap.
CREATE TABLE realtime.log_floor (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    seq bigint  NOT NULL,
    xid xid8    NOT NULL
);
INSERT INTO realtime.log_floor (seq, xid) VALUES (0, '0');

CREATE TABLE realtime.secrets (
    name   text  PRIMARY KEY,
    secret bytea NOT NULL
);

-- The name of the partition of a day.
CREATE FUNCTION realtime.partition_of(day date) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $$ SELECT 'change_log_' || to_char(day, 'YYYYMMDD') $$;

-- Makes the partitions of today and the days ahead, and drops those whose last change is more than `days` old.
-- Gives up after a short wait for a lock, rather than have writers queue behind it.
CREATE FUNCTION realtime.keep_partitions(days integer, ahead integer DEFAULT 7) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET lock_timeout = '2s' AS $$
DECLARE
    day date;
    old record;
    oldest date := current_date - days;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('realtime.keep_partitions'));
    FOR day IN SELECT generate_series(current_date, current_date + ahead, interval '1 day')::date LOOP
        IF to_regclass(format('realtime.%I', realtime.partition_of(day))) IS NULL
           AND NOT EXISTS (SELECT FROM realtime.change_log_rest WHERE at >= day AND at < day + 1) THEN
            EXECUTE format('CREATE TABLE realtime.%I PARTITION OF realtime.change_log FOR VALUES FROM (%L) TO (%L)',
                           realtime.partition_of(day), day, day + 1);
        END IF;
    END LOOP;
    FOR old IN
        SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'realtime.change_log'::regclass AND c.relname < realtime.partition_of(oldest)
          AND c.relname ~ '^change_log_[0-9]{8}$'
    LOOP
        EXECUTE format('UPDATE realtime.log_floor f SET seq = greatest(f.seq, o.seq), xid = greatest(f.xid, o.xid)
                        FROM (SELECT max(seq) AS seq, max(xid) AS xid FROM realtime.%I) o WHERE o.seq IS NOT NULL',
                       old.relname);
        EXECUTE format('DROP TABLE realtime.%I', old.relname);
    END LOOP;
    WITH gone AS (DELETE FROM realtime.change_log_rest WHERE at < oldest RETURNING seq, xid)
    UPDATE realtime.log_floor f SET seq = greatest(f.seq, o.seq), xid = greatest(f.xid, o.xid)
    FROM (SELECT max(seq) AS seq, max(xid) AS xid FROM gone) o WHERE o.seq IS NOT NULL;
END
$$;
DO $$ BEGIN PERFORM realtime.keep_partitions(7); END $$;

-- Triggers: the channel, then the columns that are left out. They run as the owner of the log, so that the services
-- need no rights on it, and write moments in UTC whoever changes the row. NOTIFY carries no data: it wakes whoever
-- listens, and names the transaction that is worth waiting for.
CREATE FUNCTION realtime.log_insert() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
BEGIN
    INSERT INTO realtime.change_log (at, channel, op, key, after)
    SELECT statement_timestamp(), TG_ARGV[0], 'c', n.id, to_jsonb(n) - TG_ARGV[1]::text[] FROM new_rows n;
    IF FOUND THEN
        PERFORM pg_notify(TG_ARGV[0] || '_changes', pg_current_xact_id()::text);
    END IF;
    RETURN NULL;
END
$$;

-- A changed id is the end of one row and the start of another.
CREATE FUNCTION realtime.log_update() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
BEGIN
    INSERT INTO realtime.change_log (at, channel, op, key, before, after)
    SELECT statement_timestamp(), TG_ARGV[0],
           CASE WHEN o.id IS NULL THEN 'c' WHEN n.id IS NULL THEN 'd' ELSE 'u' END,
           coalesce(n.id, o.id), to_jsonb(o) - TG_ARGV[1]::text[], to_jsonb(n) - TG_ARGV[1]::text[]
    FROM old_rows o FULL JOIN new_rows n ON n.id = o.id
    WHERE o IS DISTINCT FROM n;
    IF FOUND THEN
        PERFORM pg_notify(TG_ARGV[0] || '_changes', pg_current_xact_id()::text);
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION realtime.log_delete() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
BEGIN
    INSERT INTO realtime.change_log (at, channel, op, key, before)
    SELECT statement_timestamp(), TG_ARGV[0], 'd', o.id, to_jsonb(o) - TG_ARGV[1]::text[] FROM old_rows o;
    IF FOUND THEN
        PERFORM pg_notify(TG_ARGV[0] || '_changes', pg_current_xact_id()::text);
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION realtime.log_truncate() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO realtime.change_log (at, channel, op) VALUES (statement_timestamp(), TG_ARGV[0], 't');
    PERFORM pg_notify(TG_ARGV[0] || '_changes', pg_current_xact_id()::text);
    RETURN NULL;
END
$$;

-- A session that ends is a change too: open sockets live on it. Nothing but its id is written.
CREATE FUNCTION realtime.log_ending() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO realtime.change_log (at, channel, op, key) VALUES (statement_timestamp(), TG_ARGV[0], 'd', OLD.id);
    PERFORM pg_notify(TG_ARGV[0] || '_changes', pg_current_xact_id()::text);
    RETURN NULL;
END
$$;

DO $$
DECLARE
    followed record;
BEGIN
    FOR followed IN
        SELECT * FROM (VALUES ('users.users', 'users', '{password_hash}'), ('orders.orders', 'orders', '{}'),
                              ('orders.products', 'products', '{search}')) AS f (relation, channel, omitted)
    LOOP
        EXECUTE format('CREATE TRIGGER log_insert AFTER INSERT ON %s REFERENCING NEW TABLE AS new_rows
                        FOR EACH STATEMENT EXECUTE FUNCTION realtime.log_insert(%L, %L)',
                       followed.relation, followed.channel, followed.omitted);
        EXECUTE format('CREATE TRIGGER log_update AFTER UPDATE ON %s
                        REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
                        FOR EACH STATEMENT EXECUTE FUNCTION realtime.log_update(%L, %L)',
                       followed.relation, followed.channel, followed.omitted);
        EXECUTE format('CREATE TRIGGER log_delete AFTER DELETE ON %s REFERENCING OLD TABLE AS old_rows
                        FOR EACH STATEMENT EXECUTE FUNCTION realtime.log_delete(%L, %L)',
                       followed.relation, followed.channel, followed.omitted);
        EXECUTE format('CREATE TRIGGER log_truncate AFTER TRUNCATE ON %s
                        FOR EACH STATEMENT EXECUTE FUNCTION realtime.log_truncate(%L)',
                       followed.relation, followed.channel);
    END LOOP;
END
$$;
CREATE TRIGGER log_ending AFTER UPDATE OF revoked_at ON users.sessions
FOR EACH ROW WHEN (OLD.revoked_at IS NULL AND NEW.revoked_at IS NOT NULL)
EXECUTE FUNCTION realtime.log_ending('sessions');

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'trellis_realtime') THEN
        CREATE ROLE trellis_realtime NOLOGIN;
    END IF;
    GRANT trellis_realtime TO CURRENT_USER;
END
$$;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA realtime FROM PUBLIC;
GRANT USAGE ON SCHEMA realtime TO trellis_realtime;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA realtime TO trellis_realtime;
ALTER DEFAULT PRIVILEGES IN SCHEMA realtime GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO trellis_realtime;
GRANT EXECUTE ON FUNCTION realtime.keep_partitions(integer, integer) TO trellis_realtime;
