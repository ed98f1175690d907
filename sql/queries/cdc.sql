-- Statements of the change data capture connector. They run in sessions of its own.

-- name: types
-- Types by oid: name (of the server's own ones only), what it stands on, modifier, element, labels.
SELECT t.oid::bigint, CASE WHEN n.nspname = 'pg_catalog' THEN t.typname ELSE 'text' END, t.typbasetype::bigint,
       t.typtypmod, CASE WHEN t.typsubscript = 'array_subscript_handler'::regproc THEN t.typelem::bigint ELSE 0 END,
       (SELECT array_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid)
FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
WHERE t.oid = ANY(%(oids)s::bigint[])

-- name: primary_key
-- The names of a table's primary key, in its order; no row when there is none.
SELECT array_agg(a.attname::text ORDER BY k.place)
FROM pg_index i CROSS JOIN unnest(i.indkey::int2[]) WITH ORDINALITY AS k (number, place)
JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number
WHERE i.indrelid = %(oid)s::bigint::oid AND i.indisprimary AND k.place <= i.indnkeyatts
HAVING count(*) > 0
