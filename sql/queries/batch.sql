-- Statements of the batch service. Times are timestamptz; the session's time zone is UTC.
-- A fragment is put wherever its {name} stands.

-- fragment: job_columns
-- The schema BatchJob, column by property. Per cent are rounded down: 100 is when nothing is left.
id, resource, operation, status, total_count, success_count + failure_count AS processed_count, success_count,
failure_count, ((success_count + failure_count)::bigint * 100 / total_count)::integer AS progress, cancel_requested,
error, created_by, created_at, started_at, completed_at,
CASE WHEN completed_at IS NOT NULL THEN '/batch/jobs/' || id || '/results' END AS results_url,
CASE WHEN completed_at IS NOT NULL THEN '/batch/jobs/' || id || '/download' END AS download_url

-- fragment: job_json
-- The schema BatchJob of a row j of batch.jobs.
row_to_json((SELECT r FROM (SELECT {job_columns}) r))::text

-- fragment: without_entry
NOT EXISTS (SELECT FROM queue.procrastinate_jobs q
            WHERE q.queue_name = 'batch' AND q.status IN ('todo', 'doing') AND q.args ->> 'job' = j.id::text)

-- name: page_of_jobs
SELECT {job_columns} FROM batch.jobs

-- name: count_jobs
SELECT count(*) FROM batch.jobs

-- name: page_of_items
SELECT id, index, status, resource_id, output, error, processed_at FROM batch.items

-- name: count_items
SELECT count(*) FROM batch.items

-- name: job_detail
-- Whose the job is, its version, whether it has ended, and BatchJobDetail as JSON.
SELECT j.created_by, j.version, j.completed_at IS NOT NULL, row_to_json((SELECT r FROM (SELECT {job_columns},
    coalesce((SELECT json_agg(json_build_object('index', e.index, 'error', e.error) ORDER BY e.index) FROM (
        SELECT i.index, i.error FROM batch.items i WHERE i.job_id = j.id AND i.status = 'FAILED' ORDER BY i.index LIMIT 5
    ) e), '[]'::json) AS sample_errors,
    CASE WHEN j.callback_url IS NOT NULL THEN json_build_object('url', j.callback_url, 'status', j.callback_status,
        'attempts', coalesce((SELECT json_agg(d) FROM (
            SELECT attempted_at, status_code, error FROM batch.deliveries WHERE job_id = j.id ORDER BY id DESC LIMIT 10
        ) d), '[]'::json)) END AS callback) r))::text
FROM batch.jobs j WHERE j.id = %(id)s

-- name: job_states
-- Version and whether it has ended, of those jobs that are there.
SELECT id, version, completed_at IS NOT NULL FROM batch.jobs WHERE id = ANY (%(ids)s::uuid[])

-- name: lock_caller
-- One submission of a caller is counted at a time.
SELECT pg_advisory_xact_lock(hashtextextended('batch ' || %(caller)s::text, 0))

-- name: count_unfinished
SELECT count(*) FROM batch.jobs WHERE created_by = %(caller)s AND completed_at IS NULL

-- name: add_job
INSERT INTO batch.jobs (id, resource, operation, total_count, failure_count, created_by, access, callback_url,
                        callback_status, chunk_size)
VALUES (%(id)s, %(resource)s, %(operation)s, %(total_count)s, %(failure_count)s, %(created_by)s, %(access)s,
        %(callback_url)s::text, CASE WHEN %(callback_url)s::text IS NOT NULL THEN 'WAITING' END, %(chunk_size)s)

-- name: add_items
INSERT INTO batch.items (job_id, index, id, status, resource_id, input, error, processed_at)
SELECT %(job_id)s::uuid, r.index, r.id, CASE WHEN r.error IS NULL THEN 'PENDING' ELSE 'FAILED' END, r.resource_id,
       r.input, r.error, CASE WHEN r.error IS NOT NULL THEN clock_timestamp() END
FROM json_to_recordset(%(items)s::json) AS r (index integer, id uuid, resource_id uuid, input json, error text)

-- name: claim_job
-- Takes the lease, unless somebody else holds it or the job has ended, and tells what to do.
UPDATE batch.jobs j
SET status = 'PROCESSING', started_at = coalesce(j.started_at, clock_timestamp()), fence = j.fence + 1,
    lease_until = clock_timestamp() + make_interval(secs => %(seconds)s), tries = j.tries + 1,
    under_way = j.under_way OR NOT j.cancel_requested
WHERE j.id = %(id)s AND j.completed_at IS NULL AND (j.lease_until IS NULL OR j.lease_until < clock_timestamp())
RETURNING j.fence, j.resource, j.operation, j.chunk, j.chunk_size, j.created_by, j.access, j.under_way, j.tries

-- name: items_of_chunk
SELECT index, id, input::text FROM batch.items
WHERE job_id = %(id)s AND index >= %(first)s AND index < %(end)s AND status = 'PENDING' ORDER BY index

-- name: record_chunk
-- Writes what became of a chunk's items, each once, and counts them; nothing without the highest fence. Tells whether
-- that was the last one, and whether the rest is wanted.
WITH fenced AS (
    SELECT id FROM batch.jobs WHERE id = %(id)s AND fence = %(fence)s AND completed_at IS NULL FOR UPDATE
), done AS (
    UPDATE batch.items i
    SET status = CASE WHEN r.error IS NULL THEN 'COMPLETED' ELSE 'FAILED' END, output = r.output, error = r.error,
        input = NULL, processed_at = clock_timestamp()
    FROM json_to_recordset(%(outcomes)s::json) AS r (index integer, error text, output json)
    WHERE i.job_id = (SELECT id FROM fenced) AND i.index >= %(first)s AND i.index < %(end)s AND i.index = r.index
      AND i.status = 'PENDING'
    RETURNING i.status
)
UPDATE batch.jobs j
SET success_count = success_count + (SELECT count(*) FROM done WHERE status = 'COMPLETED'),
    failure_count = failure_count + (SELECT count(*) FROM done WHERE status = 'FAILED'),
    chunk = chunk + 1, under_way = false, tries = 0, lease_until = NULL, version = version + 1
FROM fenced WHERE j.id = fenced.id
RETURNING j.chunk * j.chunk_size >= j.total_count, j.cancel_requested

-- name: release_job
-- Gives the lease back; what is under way stays so.
UPDATE batch.jobs SET lease_until = NULL WHERE id = %(id)s AND fence = %(fence)s AND completed_at IS NULL

-- name: finish_job
-- Ends a job: items that are left share its fate.
WITH fenced AS (
    SELECT id FROM batch.jobs WHERE id = %(id)s AND fence = %(fence)s AND completed_at IS NULL FOR UPDATE
), left_over AS (
    UPDATE batch.items i
    SET status = %(rest)s::text, error = %(error)s::text, input = NULL, processed_at = clock_timestamp()
    FROM fenced WHERE i.job_id = fenced.id AND i.status = 'PENDING' RETURNING i.status
), counted AS (
    SELECT count(*) FILTER (WHERE status = 'FAILED') AS failed FROM left_over
)
UPDATE batch.jobs j
SET status = CASE WHEN %(status)s::text <> 'COMPLETED' THEN %(status)s::text
                  WHEN j.failure_count > 0 THEN 'COMPLETED_WITH_ERRORS' ELSE 'COMPLETED' END,
    failure_count = j.failure_count + counted.failed, error = %(error)s::text, completed_at = clock_timestamp(),
    access = NULL, lease_until = NULL, under_way = false, version = version + 1,
    callback_status = CASE WHEN j.callback_url IS NOT NULL THEN 'PENDING' END
FROM fenced, counted WHERE j.id = fenced.id
RETURNING j.callback_url IS NOT NULL

-- name: ask_to_cancel
-- Whose the job is, whether it has ended, and whether nobody works on it, so that it may end at once.
UPDATE batch.jobs SET cancel_requested = cancel_requested OR completed_at IS NULL,
    version = version + (completed_at IS NULL AND NOT cancel_requested)::integer
WHERE id = %(id)s
RETURNING completed_at IS NOT NULL, NOT under_way, fence, access

-- name: lock_orphans
SELECT pg_try_advisory_xact_lock(hashtextextended('batch orphans', 0))

-- name: orphans
-- Jobs that wait for a worker, and that no entry of the queue speaks of any more.
SELECT j.id, j.created_by::text, 'turn' FROM batch.jobs j
WHERE j.completed_at IS NULL AND (j.lease_until IS NULL OR j.lease_until < clock_timestamp())
  AND j.created_at < clock_timestamp() - interval '2 seconds' AND {without_entry}
UNION ALL
SELECT j.id, NULL, 'deliver' FROM batch.jobs j
WHERE j.callback_status = 'PENDING' AND j.completed_at < clock_timestamp() - interval '2 seconds' AND {without_entry}

-- name: delivery
-- What to tell whom, unless there is nothing to tell any more. An address that answered 410 after the job was asked
-- for is not told of it.
SELECT j.callback_url, j.completed_at, {job_json}, (SELECT count(*) FROM batch.deliveries d WHERE d.job_id = j.id),
    EXISTS (SELECT FROM batch.deliveries d JOIN batch.jobs o ON o.id = d.job_id
            WHERE o.callback_url = j.callback_url AND o.created_by = j.created_by AND d.status_code = 410
              AND d.attempted_at > j.created_at)
FROM batch.jobs j WHERE j.id = %(id)s AND j.callback_status = 'PENDING'

-- name: log_delivery
INSERT INTO batch.deliveries (job_id, status_code, error) VALUES (%(id)s, %(status_code)s::integer, %(error)s::text)

-- name: settle_delivery
UPDATE batch.jobs SET callback_status = %(status)s, version = version + 1
WHERE id = %(id)s AND callback_status = 'PENDING'

-- name: portion
-- Results as they are downloaded, so many at a time.
SELECT index, status, resource_id::text, output::text, error FROM batch.items
WHERE job_id = %(id)s AND index > %(after)s ORDER BY index LIMIT %(limit)s

-- name: outcomes_of
-- All results of a job, as the answer to whoever waited.
SELECT index, status, resource_id, output::text, error FROM batch.items WHERE job_id = %(id)s ORDER BY index

-- name: forget_old_jobs
-- A few at a time, with their items.
DELETE FROM batch.jobs WHERE id IN (
    SELECT id FROM batch.jobs WHERE completed_at < clock_timestamp() - make_interval(days => %(days)s)
      AND callback_status IS DISTINCT FROM 'PENDING' ORDER BY completed_at LIMIT 20)

-- name: forget_old_answers
-- Idempotency keys are good for a day.
DELETE FROM batch.idempotency_keys WHERE created_at < clock_timestamp() - interval '24 hours'
