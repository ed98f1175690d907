-- Statements beside procrastinate's own, on its tables in the schema `queue`.

-- name: defer
-- Adds an entry in the caller's transaction: there with it, or not at all.
SELECT queue.procrastinate_defer_jobs_v1(ARRAY[(
    %(queue)s::varchar, %(task)s::varchar, 0, %(lock)s::text, NULL, %(arguments)s::jsonb,
    CASE WHEN %(seconds)s::float8 > 0 THEN clock_timestamp() + make_interval(secs => %(seconds)s::float8) END
)::queue.procrastinate_job_to_defer_v1])

-- name: rescue
-- Gives entries back whose worker has not been heard of for so long, and forgets that worker. Two processes may do so
-- at a time: the second finds nothing left.
WITH silent AS (
    DELETE FROM queue.procrastinate_workers
    WHERE last_heartbeat < clock_timestamp() - make_interval(secs => %(seconds)s) RETURNING id
)
UPDATE queue.procrastinate_jobs
SET status = 'todo', attempts = attempts + 1, scheduled_at = NULL, worker_id = NULL
WHERE status = 'doing' AND (worker_id IS NULL OR worker_id IN (SELECT id FROM silent))

-- name: forget_failed
DELETE FROM queue.procrastinate_jobs j
WHERE status IN ('failed', 'cancelled', 'aborted') AND queue_name = %(queue)s AND NOT EXISTS (
    SELECT FROM queue.procrastinate_events e WHERE e.job_id = j.id AND e.at > clock_timestamp() - interval '7 days')

-- name: others_wait
-- Whether entries are due that another lock does not keep from running.
SELECT EXISTS (
    SELECT FROM queue.procrastinate_jobs
    WHERE queue_name = %(queue)s AND status = 'todo' AND lock IS DISTINCT FROM %(lock)s::text
      AND (scheduled_at IS NULL OR scheduled_at <= clock_timestamp()))
