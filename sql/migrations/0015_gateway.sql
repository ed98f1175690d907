-- What the gateway remembers: how often each client asked for what, by day, in a partition for each day.
CREATE SCHEMA gateway;

CREATE TABLE gateway.usage (
    day          date             NOT NULL,
    version      text             NOT NULL,
    method       text             NOT NULL,
    -- The template of the path, never the path itself; empty for paths that do not exist.
    route        text             NOT NULL,
    operation_id text             NOT NULL,
    -- The user behind the credential; null for requests without one.
    client_id    uuid,
    status_class smallint         NOT NULL CHECK (status_class BETWEEN 1 AND 5),
    deprecated   boolean          NOT NULL,
    requests     bigint           NOT NULL CHECK (requests > 0),
    milliseconds double precision NOT NULL CHECK (milliseconds >= 0),
    last_seen    timestamptz      NOT NULL
) PARTITION BY RANGE (day);
CREATE UNIQUE INDEX usage_counted ON gateway.usage
    (day, version, method, route, operation_id, client_id, status_class, deprecated) NULLS NOT DISTINCT;
CREATE INDEX usage_client_id ON gateway.usage (client_id, day);

-- Which bulk writes have been committed: one that is sent again after a lost connection counts once.
CREATE TABLE gateway.usage_batches (
    id         uuid        PRIMARY KEY,
    written_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX usage_batches_written_at ON gateway.usage_batches (written_at);

CREATE TABLE gateway.secrets (
    name   text  PRIMARY KEY,
    secret bytea NOT NULL
);

-- The gateway's role may not create or drop tables; partitions come and go through these two.
CREATE FUNCTION gateway.open_usage_day(opened date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    partition text := 'usage_' || to_char(opened, 'YYYYMMDD');
BEGIN
    IF to_regclass('gateway.' || partition) IS NULL THEN
        PERFORM pg_advisory_xact_lock(hashtext('gateway.usage'));
        EXECUTE format('CREATE TABLE IF NOT EXISTS gateway.%I PARTITION OF gateway.usage FOR VALUES FROM (%L) TO (%L)',
                       partition, opened, opened + 1);
    END IF;
END
$$;

-- Drops the partitions of all days before the one given; how many those were.
CREATE FUNCTION gateway.drop_usage_before(kept date) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    partition text;
    dropped integer := 0;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('gateway.usage'));
    FOR partition IN
        SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'gateway.usage'::regclass AND c.relname < 'usage_' || to_char(kept, 'YYYYMMDD')
        ORDER BY 1
    LOOP
        EXECUTE format('DROP TABLE gateway.%I', partition);
        dropped := dropped + 1;
    END LOOP;
    RETURN dropped;
END
$$;

REVOKE ALL ON FUNCTION gateway.open_usage_day(date), gateway.drop_usage_before(date) FROM PUBLIC;

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'trellis_gateway') THEN
        CREATE ROLE trellis_gateway NOLOGIN;
    END IF;
    EXECUTE 'GRANT trellis_gateway TO CURRENT_USER';
END
$$;
GRANT USAGE ON SCHEMA gateway TO trellis_gateway;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA gateway TO trellis_gateway;
ALTER DEFAULT PRIVILEGES IN SCHEMA gateway GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO trellis_gateway;
GRANT EXECUTE ON FUNCTION gateway.open_usage_day(date), gateway.drop_usage_before(date) TO trellis_gateway;
