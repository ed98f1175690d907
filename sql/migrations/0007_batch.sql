-- Batch jobs: what was asked for, item by item, and what became of it.
CREATE SCHEMA batch;

CREATE TABLE batch.jobs (
    id               uuid        PRIMARY KEY,
    resource         text        NOT NULL CHECK (resource IN ('users', 'orders')),
    operation        text        NOT NULL CHECK (operation IN ('create', 'update', 'delete')),
    status           text        NOT NULL DEFAULT 'PENDING' CHECK (status IN
        ('PENDING', 'PROCESSING', 'COMPLETED', 'COMPLETED_WITH_ERRORS', 'FAILED', 'CANCELLED')),
    total_count      integer     NOT NULL CHECK (total_count > 0),
    success_count    integer     NOT NULL DEFAULT 0,
    failure_count    integer     NOT NULL DEFAULT 0,
    cancel_requested boolean     NOT NULL DEFAULT false,
    error            text,
    created_by       uuid        NOT NULL,
    created_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
    started_at       timestamptz,
    completed_at     timestamptz,
    version          bigint      NOT NULL DEFAULT 1,
    -- With what the work goes on for whoever asked; sealed, and gone when the job has ended.
    access           bytea,
    callback_url     text,
    callback_status  text        CHECK (callback_status IN ('WAITING', 'PENDING', 'DELIVERED', 'DISABLED', 'FAILED')),
    -- Work is done in chunks of so many items, one after the other; `chunk` is the next one, under way or not.
    chunk_size       integer     NOT NULL CHECK (chunk_size > 0),
    chunk            integer     NOT NULL DEFAULT 0,
    under_way        boolean     NOT NULL DEFAULT false,
    tries            integer     NOT NULL DEFAULT 0,
    -- Who works on it holds a lease; each lease has a higher fence, and only the highest may write.
    fence            bigint      NOT NULL DEFAULT 0,
    lease_until      timestamptz,
    CHECK (success_count >= 0 AND failure_count >= 0 AND success_count + failure_count <= total_count),
    CHECK ((callback_url IS NULL) = (callback_status IS NULL)),
    CHECK ((status IN ('PENDING', 'PROCESSING')) = (completed_at IS NULL)),
    CHECK (completed_at IS NULL OR access IS NULL)
);
CREATE INDEX jobs_created_at_id ON batch.jobs (created_at, id);
CREATE INDEX jobs_created_by ON batch.jobs (created_by, created_at, id);
CREATE INDEX jobs_unfinished ON batch.jobs (created_by) WHERE completed_at IS NULL;
CREATE INDEX jobs_completed_at ON batch.jobs (completed_at);
CREATE INDEX jobs_undelivered ON batch.jobs (id) WHERE callback_status = 'PENDING';

CREATE TABLE batch.items (
    job_id       uuid        NOT NULL REFERENCES batch.jobs (id) ON DELETE CASCADE,
    index        integer     NOT NULL CHECK (index >= 0),
    id           uuid        NOT NULL,
    status       text        NOT NULL CHECK (status IN ('PENDING', 'COMPLETED', 'FAILED', 'CANCELLED')),
    resource_id  uuid,
    -- What is to be done, until it is; never a password, but perhaps the hash of one.
    input        json,
    output       json,
    error        text,
    processed_at timestamptz,
    PRIMARY KEY (job_id, index),
    CHECK ((status = 'PENDING') = (input IS NOT NULL))
) WITH (fillfactor = 80);

-- Every attempt to tell a callback.
CREATE TABLE batch.deliveries (
    id           bigint      PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    job_id       uuid        NOT NULL REFERENCES batch.jobs (id) ON DELETE CASCADE,
    attempted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    status_code  integer,
    error        text
);
CREATE INDEX deliveries_job_id ON batch.deliveries (job_id, id);

CREATE TABLE batch.secrets (
    name   text  PRIMARY KEY,
    secret bytea NOT NULL
);

CREATE TABLE batch.idempotency_keys (
    scope       text        PRIMARY KEY,
    fingerprint bytea       NOT NULL,
    body        bytea       NOT NULL,
    location    text,
    version     bigint,
    created_at  timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX idempotency_keys_created_at ON batch.idempotency_keys (created_at);

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'trellis_batch') THEN
        CREATE ROLE trellis_batch NOLOGIN;
    END IF;
END
$$;
GRANT trellis_batch TO CURRENT_USER;
GRANT trellis_queue TO trellis_batch;
GRANT USAGE ON SCHEMA batch TO trellis_batch;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA batch TO trellis_batch;
ALTER DEFAULT PRIVILEGES IN SCHEMA batch GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO trellis_batch;
