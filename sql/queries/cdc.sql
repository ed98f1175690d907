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

-- name: required
-- The columns of a table that are never null.
SELECT attname::text FROM pg_attribute
WHERE attrelid = %(oid)s::bigint::oid AND attnum > 0 AND attnotnull AND NOT attisdropped

-- name: columns
-- A table's columns as its relation message lists them, its oid and identity; no row when there is no such table.
SELECT c.oid::bigint, c.relreplident::text, a.attname::text, a.atttypid::bigint, a.atttypmod,
       format_type(a.atttypid, a.atttypmod)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    AND (a.attgenerated = '' OR a.attgenerated = 's' AND current_setting('server_version_num')::int >= 180000)
WHERE n.nspname = %(schema)s AND c.relname = %(table)s AND c.relkind IN ('r', 'p')
ORDER BY a.attnum

-- name: publication
-- Whether it publishes generated columns: n for none, s for stored ones; null where servers before 18 never do.
SELECT to_jsonb(p) ->> 'pubgencols' FROM pg_publication p WHERE pubname = %(publication)s

-- name: published
-- The tables of a publication, as schema.table.
SELECT schemaname || '.' || tablename FROM pg_publication_tables WHERE pubname = %(publication)s ORDER BY 1

-- name: lock
-- Whether this session is the connector of that name now. The lock goes with the session.
SELECT pg_try_advisory_lock(hashtextextended('cdc:' || %(name)s, 0))

-- name: slot
-- wal_status is lost when the server has thrown away log that the slot needs.
SELECT wal_status, confirmed_flush_lsn::text, database = current_database()
FROM pg_replication_slots WHERE slot_name = %(slot)s

-- name: drop_slot
SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = %(slot)s AND NOT active

-- name: join
-- Makes the connector's row when it is not there, and reads it.
INSERT INTO cdc.connectors AS c (name, slot, sink) VALUES (%(name)s, %(slot)s, %(sink)s)
ON CONFLICT (name) DO UPDATE SET sink = excluded.sink, slot = excluded.slot, seen_at = clock_timestamp(),
    slot_lsn = CASE WHEN c.slot = excluded.slot THEN c.slot_lsn END
RETURNING slot_lsn::text, commit_lsn::text, ordinal, end_lsn::text, snapshot, pg_current_wal_lsn() < commit_lsn

-- name: begin
-- A new slot: nothing is delivered yet, and these tables are to be told first.
UPDATE cdc.connectors SET slot_lsn = %(lsn)s::pg_lsn, commit_lsn = '0/0', ordinal = 0, end_lsn = '0/0',
    snapshot = %(snapshot)s::jsonb WHERE name = %(name)s

-- name: save_snapshot
UPDATE cdc.connectors SET snapshot = %(snapshot)s::jsonb, events = events + %(events)s, seen_at = clock_timestamp()
WHERE name = %(name)s

-- name: save
-- What the sink has acknowledged.
UPDATE cdc.connectors SET commit_lsn = %(commit)s::pg_lsn, ordinal = %(ordinal)s, end_lsn = %(end)s::pg_lsn,
    events = events + %(events)s, told_at = coalesce(to_timestamp(%(told)s), told_at) WHERE name = %(name)s

-- name: report
UPDATE cdc.connectors SET state = %(state)s, detail = %(detail)s, rate = %(rate)s,
    lag_seconds = %(lag)s, seen_at = clock_timestamp()
WHERE name = %(name)s

-- name: note_loss
UPDATE cdc.connectors SET slot_lsn = NULL, losses = losses + 1, detail = %(detail)s WHERE name = %(name)s

-- name: mark
-- A message in the log, at its place among the transactions.
SELECT pg_logical_emit_message(true, %(prefix)s, %(content)s)

-- name: next_signal
-- What the connector is to do next: a request, its tables, and what is left of it.
UPDATE cdc.signals SET state = 'running' WHERE id = (
    SELECT id FROM cdc.signals WHERE connector = %(name)s AND state IN ('pending', 'running')
    ORDER BY state = 'pending', created_at, id LIMIT 1)
RETURNING id::text, tables, remaining, rows

-- name: save_signal
UPDATE cdc.signals SET remaining = %(remaining)s::jsonb, rows = rows + %(rows)s WHERE id = %(id)s::uuid

-- name: end_signal
UPDATE cdc.signals SET state = %(state)s, detail = %(detail)s, remaining = '[]', finished_at = clock_timestamp()
WHERE id = %(id)s::uuid

-- fragment: signal
-- The schema CdcSignal.
jsonb_build_object('id', s.id, 'connector', s.connector, 'tables', to_jsonb(s.tables), 'state', s.state,
                   'rows', s.rows, 'detail', s.detail, 'created_at', s.created_at, 'finished_at', s.finished_at)

-- name: cdc_report
-- The schema CdcReport. A connector that has said nothing for ten seconds is not active.
SELECT jsonb_build_object('connectors', coalesce(jsonb_agg(jsonb_build_object(
    'name', c.name, 'sink', c.sink, 'slot', c.slot, 'state', c.state, 'detail', c.detail,
    'active', coalesce(r.active, false) AND c.seen_at > clock_timestamp() - interval '10 seconds',
    'slot_state', coalesce(r.wal_status, 'missing'),
    'lag_bytes', greatest(pg_current_wal_lsn() - r.confirmed_flush_lsn, 0)::bigint,
    'lag_seconds', round(c.lag_seconds::numeric, 3), 'retained_bytes', (pg_current_wal_lsn() - r.restart_lsn)::bigint,
    'safe_bytes', r.safe_wal_size, 'last_lsn', nullif(c.commit_lsn, '0/0')::text,
    'confirmed_lsn', r.confirmed_flush_lsn::text, 'events', c.events, 'events_per_second', round(c.rate::numeric, 1),
    'newest_event_at', c.told_at, 'losses', c.losses, 'snapshot_remaining', jsonb_array_length(c.snapshot),
    'seen_at', c.seen_at, 'signals', (SELECT coalesce(jsonb_agg({signal} ORDER BY s.created_at DESC), '[]')
        FROM (SELECT * FROM cdc.signals WHERE connector = c.name ORDER BY created_at DESC LIMIT 10) s)
) ORDER BY c.name), '[]'))::text
FROM cdc.connectors c LEFT JOIN pg_replication_slots r ON r.slot_name = c.slot

-- name: connector_exists
SELECT true FROM cdc.connectors WHERE name = %(name)s

-- name: create_signal
-- The schema CdcSignal.
INSERT INTO cdc.signals AS s (connector, tables) VALUES (%(connector)s, %(tables)s::text[])
RETURNING ({signal})::text

-- name: forget_old_answers
-- Idempotency keys are good for a day.
DELETE FROM realtime.idempotency_keys WHERE created_at < clock_timestamp() - interval '24 hours'
