-- Change data capture: how far each connector has come, and what it is asked to do. Depends on the schemas users and
-- orders, and on the role of realtime, whose operations show it.
CREATE SCHEMA cdc;

-- One row per connector, which has one slot and one sink. Events up to `ordinal` of the transaction at `commit_lsn`
-- are safe in the sink; `end_lsn` is the end of the last whole transaction. `slot_lsn` is where the slot began; null
-- while there is none. `snapshot` is what is left of the first snapshot: a list of {"table", "after"}.
CREATE TABLE cdc.connectors (
    name       text             PRIMARY KEY,
    slot       text             NOT NULL,
    sink       text             NOT NULL,
    slot_lsn   pg_lsn,
    commit_lsn pg_lsn           NOT NULL DEFAULT '0/0',
    ordinal    bigint           NOT NULL DEFAULT 0,
    end_lsn    pg_lsn           NOT NULL DEFAULT '0/0',
    snapshot   jsonb            NOT NULL DEFAULT '[]',
    state      text             NOT NULL DEFAULT 'starting'
        CHECK (state IN ('starting', 'snapshot', 'streaming', 'stalled', 'failed', 'stopped')),
    detail     text,
    -- Times that the slot was lost, and everything was told again.
    losses     bigint           NOT NULL DEFAULT 0,
    events     bigint           NOT NULL DEFAULT 0,
    rate       double precision NOT NULL DEFAULT 0,
    -- When the newest change in the sink was committed.
    told_at    timestamptz,
    seen_at    timestamptz      NOT NULL DEFAULT clock_timestamp()
) WITH (fillfactor = 50);

-- Requests to a connector: tell these tables again while streaming.
CREATE TABLE cdc.signals (
    id          uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    connector   text        NOT NULL,
    tables      text[]      NOT NULL CHECK (cardinality(tables) > 0),
    state       text        NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'running', 'done', 'failed')),
    -- What is left of it, as in connectors.snapshot.
    remaining   jsonb       NOT NULL DEFAULT '[]',
    rows        bigint      NOT NULL DEFAULT 0,
    detail      text,
    created_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    finished_at timestamptz
);
CREATE INDEX signals_open ON cdc.signals (connector, created_at) WHERE state IN ('pending', 'running');

GRANT USAGE ON SCHEMA cdc TO trellis_realtime;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA cdc TO trellis_realtime;
ALTER DEFAULT PRIVILEGES IN SCHEMA cdc GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO trellis_realtime;

-- Without this, the log holds no old values: updates would have no `before`, deletes only the key.
ALTER TABLE users.users REPLICA IDENTITY FULL;
ALTER TABLE orders.orders REPLICA IDENTITY FULL;
ALTER TABLE orders.items REPLICA IDENTITY FULL;
ALTER TABLE orders.products REPLICA IDENTITY FULL;
ALTER TABLE orders.categories REPLICA IDENTITY FULL;
