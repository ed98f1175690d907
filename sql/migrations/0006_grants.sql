-- A session that somebody opened with an API key, to have work go on after the request.
ALTER TABLE users.sessions ADD COLUMN api_key_id uuid REFERENCES users.api_keys (id) ON DELETE CASCADE;
CREATE INDEX sessions_api_key_id ON users.sessions (api_key_id) WHERE api_key_id IS NOT NULL;
