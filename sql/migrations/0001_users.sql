-- Accounts, sessions and keys of the users service.
CREATE SCHEMA users;

CREATE TABLE users.users (
    id            uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    email         text        NOT NULL CHECK (length(email) <= 254),
    username      text        NOT NULL CHECK (length(username) BETWEEN 3 AND 50),
    first_name    text        CHECK (length(first_name) <= 100),
    last_name     text        CHECK (length(last_name) <= 100),
    role          text        NOT NULL DEFAULT 'user' CHECK (role IN ('admin', 'user', 'guest')),
    status        text        NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'inactive', 'suspended')),
    password_hash text        NOT NULL,
    created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    updated_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    last_login_at timestamptz,
    version       bigint      NOT NULL DEFAULT 1
);

-- Two spellings of one address are one address (RFC 5321 allows more; nobody's mail server does).
CREATE UNIQUE INDEX users_email_key ON users.users (lower(email));
CREATE UNIQUE INDEX users_username_key ON users.users (lower(username));
-- Every order a list can be read in ends with the id, so that a cursor names exactly one row.
CREATE INDEX users_created_at_id ON users.users (created_at, id);
CREATE INDEX users_updated_at_id ON users.users (updated_at, id);
CREATE INDEX users_username_id ON users.users (username, id);
CREATE INDEX users_email_id ON users.users (email, id);

-- A sign-in. The refresh token's secret is kept as a hash; each use replaces it.
CREATE TABLE users.sessions (
    id           uuid        PRIMARY KEY,
    user_id      uuid        NOT NULL REFERENCES users.users (id) ON DELETE CASCADE,
    refresh_hash bytea       NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at   timestamptz NOT NULL,
    revoked_at   timestamptz
);
CREATE INDEX sessions_user_id ON users.sessions (user_id);
CREATE INDEX sessions_expires_at ON users.sessions (expires_at);

-- Keys that sign access tokens (Ed25519, newest first); older ones still verify until they retire.
CREATE TABLE users.keys (
    id         text        PRIMARY KEY,
    secret     bytea       NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    retires_at timestamptz
);

-- Secrets the service makes for itself, such as the one that signs page cursors.
CREATE TABLE users.secrets (
    name   text  PRIMARY KEY,
    secret bytea NOT NULL
);

-- Answers to requests that carried an Idempotency-Key, kept for a day.
CREATE TABLE users.idempotency_keys (
    scope       text        PRIMARY KEY,
    fingerprint bytea       NOT NULL,
    body        bytea       NOT NULL,
    location    text,
    version     bigint,
    created_at  timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX idempotency_keys_created_at ON users.idempotency_keys (created_at);
