-- What the operations of change data capture need. Depends on 0020.

-- How far the sink is behind the commits, in seconds, when the connector last said so.
ALTER TABLE cdc.connectors ADD COLUMN lag_seconds double precision NOT NULL DEFAULT 0;

CREATE TABLE realtime.idempotency_keys (
    scope       text        PRIMARY KEY,
    fingerprint bytea       NOT NULL,
    body        bytea       NOT NULL,
    location    text,
    version     bigint,
    created_at  timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX idempotency_keys_created_at ON realtime.idempotency_keys (created_at);
