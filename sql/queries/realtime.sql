-- Statements of the realtime service, over the change log. Moments are JSON texts.

-- fragment: change_columns
c.seq, c.xid::text, to_json(c.at)::text, c.channel, c.op::text, c.key::text, c.before::text, c.after::text

-- name: horizon
-- Every transaction below it has ended, so nothing is added there any more.
SELECT pg_snapshot_xmin(pg_current_snapshot())::text

-- name: next_changes
-- The horizon, and the changes between the last one and this, in the order of each key. Horizon and changes are of one
-- snapshot. Without changes one row with the horizon alone.
SELECT h.high::text, {change_columns}
FROM (SELECT pg_snapshot_xmin(pg_current_snapshot()) AS high) h
LEFT JOIN LATERAL (
    SELECT * FROM realtime.change_log
    WHERE xid >= %(low)s::text::xid8 AND xid < h.high ORDER BY seq LIMIT %(limit)s
) c ON true
ORDER BY c.seq

-- name: more_changes
-- What is left of a window between two horizons.
SELECT {change_columns} FROM realtime.change_log c
WHERE xid >= %(low)s::text::xid8 AND xid < %(high)s::text::xid8 AND seq > %(after)s ORDER BY seq LIMIT %(limit)s

-- name: missed_changes
-- What a client that saw the change (xid, seq) may not have seen, as far as the feed itself has come: up to the horizon
-- `low`, and of the window behind it up to `until`.
SELECT {change_columns} FROM realtime.change_log c
WHERE (seq > %(seq)s OR xid > %(xid)s::text::xid8) AND NOT (seq = %(seq)s AND xid = %(xid)s::text::xid8)
  AND (xid < %(low)s::text::xid8 OR (xid < %(high)s::text::xid8 AND seq <= %(until)s))
  AND channel = %(channel)s AND seq > %(after)s
ORDER BY seq LIMIT %(limit)s

-- name: log_floor
SELECT seq, xid::text FROM realtime.log_floor

-- name: keep_partitions
SELECT realtime.keep_partitions(%(days)s)::text
