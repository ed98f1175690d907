-- Statements of the gateway's own service. Times are timestamptz; the session's time zone is UTC.
-- A fragment is put wherever its {name} stands.

-- fragment: of_these_days
-- Both days are inside.
day BETWEEN %(since)s::date AND %(until)s::date

-- fragment: outcomes
coalesce(sum(requests), 0)::bigint AS requests,
coalesce(sum(requests) FILTER (WHERE status_class = 4), 0)::bigint AS refused,
coalesce(sum(requests) FILTER (WHERE status_class = 5), 0)::bigint AS failed,
count(DISTINCT client_id) AS clients,
round((sum(milliseconds) / sum(requests))::numeric, 3) AS average_ms

-- fragment: clients
-- The schema UsageClient, column by property.
(SELECT client_id AS id, sum(requests)::bigint AS requests, sum(deprecated_requests)::bigint AS deprecated_requests,
        round(sum(deprecated_requests) / sum(requests), 4) AS deprecated_share,
        json_agg(json_build_object('version', version, 'requests', requests) ORDER BY length(version), version)
            AS versions,
        max(last_seen) AS last_seen
 FROM (SELECT client_id, version, sum(requests)::bigint AS requests,
              coalesce(sum(requests) FILTER (WHERE deprecated), 0)::bigint AS deprecated_requests,
              max(last_seen) AS last_seen
       FROM gateway.usage WHERE {of_these_days} AND client_id IS NOT NULL GROUP BY client_id, version) by_version
 GROUP BY client_id) clients

-- name: note_batch
-- Touches no row when this batch has been written before.
INSERT INTO gateway.usage_batches (id) VALUES (%(id)s::uuid) ON CONFLICT DO NOTHING

-- name: open_usage_day
SELECT gateway.open_usage_day(%(day)s::date)

-- name: add_usage
-- Adds to what is known of the day. In the order of the index, so that two writers never wait for each other.
INSERT INTO gateway.usage AS known (day, version, method, route, operation_id, client_id, status_class, deprecated,
                                    requests, milliseconds, last_seen)
SELECT %(day)s::date, version, method, route, operation_id, client_id, status_class, deprecated, requests,
       milliseconds, %(seen)s::timestamptz
FROM json_to_recordset(%(counts)s::json) AS counts (version text, method text, route text, operation_id text,
    client_id uuid, status_class smallint, deprecated boolean, requests bigint, milliseconds double precision)
ORDER BY version, method, route, operation_id, client_id, status_class, deprecated
ON CONFLICT (day, version, method, route, operation_id, client_id, status_class, deprecated) DO UPDATE
SET requests = known.requests + excluded.requests,
    milliseconds = known.milliseconds + excluded.milliseconds,
    last_seen = greatest(known.last_seen, excluded.last_seen)

-- name: drop_old_usage
-- {days} are kept, today among them. A row comes back when there was something to drop.
SELECT dropped FROM gateway.drop_usage_before(current_date - {days} + 1) AS dropped WHERE dropped > 0

-- name: forget_batches
-- Nobody tries for that long.
DELETE FROM gateway.usage_batches WHERE written_at < clock_timestamp() - interval '7 days'

-- name: usage_report
-- The schema UsageReport.
WITH counted AS MATERIALIZED (
    SELECT * FROM gateway.usage
    WHERE {of_these_days}
      AND (%(version)s::text IS NULL OR version = %(version)s::text)
      AND (%(client_id)s::uuid IS NULL OR client_id = %(client_id)s::uuid)
)
SELECT json_build_object(
    'since', %(since)s::date,
    'until', %(until)s::date,
    'versions', (SELECT coalesce(json_agg(v ORDER BY length(version), version), '[]') FROM (
        SELECT version, coalesce(sum(requests) FILTER (WHERE deprecated), 0)::bigint AS deprecated_requests, {outcomes}
        FROM counted GROUP BY version) v),
    'days', (SELECT coalesce(json_agg(d ORDER BY date, length(version), version), '[]') FROM (
        SELECT day AS date, version, {outcomes} FROM counted GROUP BY day, version) d),
    'operations', (SELECT coalesce(json_agg(o ORDER BY requests DESC, version, path, method), '[]') FROM (
        SELECT version, method, route AS path, operation_id, sum(requests)::bigint AS requests,
               count(DISTINCT client_id) AS clients
        FROM counted GROUP BY version, method, route, operation_id) o))::text

-- name: page_of_clients
SELECT id, requests, deprecated_requests, deprecated_share, versions, last_seen FROM {clients}

-- name: count_clients
SELECT count(*) FROM {clients}

-- name: export_usage
-- For the gate of changes: which operation was asked for by whom. Requests to paths that do not exist are left out.
SELECT json_build_object(
    'generated_at', to_char(%(now)s::timestamptz, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
    'days', %(until)s::date - %(since)s::date + 1,
    'since', %(since)s::date,
    'until', %(until)s::date,
    'usage', (SELECT coalesce(json_agg(o ORDER BY version, path, method), '[]') FROM (
        SELECT version, method, route AS path, operation_id, sum(requests)::bigint AS requests,
               json_agg(json_build_object('client_id', client_id, 'requests', requests, 'last_seen', last_seen)
                        ORDER BY requests DESC, client_id) AS clients
        FROM (SELECT version, method, route, operation_id, client_id, sum(requests)::bigint AS requests,
                     max(last_seen) AS last_seen
              FROM gateway.usage WHERE {of_these_days} AND operation_id <> ''
              GROUP BY version, method, route, operation_id, client_id) by_client
        GROUP BY version, method, route, operation_id) o))::text

-- name: clients_to_tell
-- Who makes more than that share of their requests to one version, in those days.
SELECT client_id, sum(requests) FILTER (WHERE version = %(version)s)::bigint AS of_version,
       round(sum(requests) FILTER (WHERE version = %(version)s) / sum(requests), 4) AS share
FROM gateway.usage WHERE {of_these_days} AND client_id IS NOT NULL
GROUP BY client_id
HAVING sum(requests) FILTER (WHERE version = %(version)s) > %(share)s::numeric * sum(requests)
ORDER BY client_id

-- name: note_notice
-- Touches no row when this client has been told of this stage on this channel before.
INSERT INTO gateway.notices (id, client_id, version, stage, channel, requests, share)
VALUES (%(id)s::uuid, %(client_id)s::uuid, %(version)s, %(stage)s, %(channel)s, %(requests)s, %(share)s)
ON CONFLICT (client_id, version, stage, channel) DO NOTHING

-- name: unsent_notices
-- Those that could not be delivered on the days before; what is older than a week is given up.
SELECT id FROM gateway.notices
WHERE sent_at IS NULL AND created_at BETWEEN clock_timestamp() - interval '7 days' AND clock_timestamp() - interval '12 hours'
ORDER BY created_at

-- name: unsent_notice
SELECT id, client_id, version, stage, channel, requests, share FROM gateway.notices
WHERE id = %(id)s::uuid AND sent_at IS NULL

-- name: notice_sent
UPDATE gateway.notices SET sent_at = %(now)s::timestamptz WHERE id = %(id)s::uuid

-- name: drop_notice
DELETE FROM gateway.notices WHERE id = %(id)s::uuid
