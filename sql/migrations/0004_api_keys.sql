-- Keys for programs. The secret is kept as a hash and was shown once.
CREATE TABLE users.api_keys (
    id           uuid        PRIMARY KEY,
    user_id      uuid        NOT NULL REFERENCES users.users (id) ON DELETE CASCADE,
    name         text        NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    secret_hash  bytea       NOT NULL,
    scopes       text[]      NOT NULL CHECK (scopes <@ ARRAY['read', 'write', 'admin'] AND cardinality(scopes) > 0),
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at   timestamptz,
    revoked_at   timestamptz
);
CREATE INDEX api_keys_user_id ON users.api_keys (user_id, created_at, id);
CREATE INDEX api_keys_created_at ON users.api_keys (created_at, id);
