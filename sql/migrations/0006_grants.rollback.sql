ALTER TABLE users.sessions DROP COLUMN api_key_id;
