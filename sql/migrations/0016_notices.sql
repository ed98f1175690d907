-- Who has been told about the end of a version, through which channel: once for each version and stage.
CREATE TABLE gateway.notices (
    id         uuid        PRIMARY KEY,
    client_id  uuid        NOT NULL,
    version    text        NOT NULL,
    stage      text        NOT NULL CHECK (stage IN ('deprecated', 'sunset_near', 'sunset')),
    channel    text        NOT NULL CHECK (channel IN ('log', 'webhook', 'mail')),
    requests   bigint      NOT NULL,
    share      numeric     NOT NULL CHECK (share BETWEEN 0 AND 1),
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    sent_at    timestamptz,
    UNIQUE (client_id, version, stage, channel)
);
CREATE INDEX notices_unsent ON gateway.notices (created_at) WHERE sent_at IS NULL;

-- The schema's default privileges belong to who made it; this may be somebody else.
GRANT SELECT, INSERT, UPDATE, DELETE ON gateway.notices TO trellis_gateway;
GRANT trellis_queue TO trellis_gateway;
