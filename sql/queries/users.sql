-- Statements of the users service. Times are timestamptz; the session's time zone is UTC.
-- A fragment is put wherever its {name} stands.

-- fragment: user_columns
-- The schema User, column by property.
id, email, username, first_name, last_name, role, status, created_at, updated_at

-- name: users_by_id
-- Users with their details as JSON, for the ids that exist.
SELECT u.id::text, u.version, row_to_json((SELECT r FROM (SELECT {user_columns}, last_login_at) r))::text, u.last_login_at::text
FROM users.users u WHERE u.id = ANY (%(ids)s::uuid[])

-- name: some_users
-- Users as JSON, for the ids that exist.
SELECT u.id::text, row_to_json((SELECT r FROM (SELECT {user_columns}) r))::text
FROM users.users u WHERE u.id = ANY (%(ids)s::uuid[])

-- name: page_of_users
-- The columns a list shows; conditions, order and limits are composed from allow-lists.
SELECT {user_columns} FROM users.users

-- name: count_users
SELECT count(*) FROM users.users

-- name: create_user
-- The new user as JSON. Unique indexes on lower(email) and lower(username) refuse a second one.
INSERT INTO users.users (email, username, first_name, last_name, role, status, password_hash)
VALUES (%(email)s, %(username)s, %(first_name)s, %(last_name)s, %(role)s, %(status)s, %(password_hash)s)
RETURNING id, version, row_to_json((SELECT r FROM (SELECT {user_columns}) r))::text

-- name: lock_user
-- What a change has to look at first; the row stays locked until the transaction ends.
SELECT role, status, version FROM users.users WHERE id = %(id)s FOR UPDATE

-- name: change_user
-- Writes the given columns and gives the user as JSON. {assignments} comes from a closed list of columns.
UPDATE users.users
SET {assignments}, updated_at = clock_timestamp(), version = version + 1
WHERE id = %(id)s
RETURNING version, row_to_json((SELECT r FROM (SELECT {user_columns}) r))::text

-- name: show_user
SELECT version, row_to_json((SELECT r FROM (SELECT {user_columns}) r))::text FROM users.users WHERE id = %(id)s

-- name: delete_user
DELETE FROM users.users WHERE id = %(id)s

-- name: user_by_login
-- Who signs in under this username or e-mail address.
SELECT id, role, status, password_hash
FROM users.users
WHERE lower(username) = lower(%(login)s) OR lower(email) = lower(%(login)s)

-- name: record_login
UPDATE users.users SET last_login_at = clock_timestamp() WHERE id = %(id)s

-- name: open_session
INSERT INTO users.sessions (id, user_id, refresh_hash, expires_at)
VALUES (%(id)s, %(user_id)s, %(refresh_hash)s, clock_timestamp() + make_interval(secs => %(seconds)s))

-- name: rotate_session
-- Trades the refresh token, if it is the session's present one, and says whose session it is.
UPDATE users.sessions s
SET refresh_hash = %(new_hash)s, expires_at = clock_timestamp() + make_interval(secs => %(seconds)s)
FROM users.users u
WHERE s.id = %(id)s AND s.refresh_hash = %(old_hash)s AND s.revoked_at IS NULL
  AND s.expires_at > clock_timestamp() AND u.id = s.user_id AND u.status = 'active'
RETURNING u.id, u.role

-- name: revoke_session
UPDATE users.sessions SET revoked_at = clock_timestamp() WHERE id = %(id)s AND revoked_at IS NULL

-- name: revoke_session_by_refresh
UPDATE users.sessions SET revoked_at = clock_timestamp()
WHERE id = %(id)s AND refresh_hash = %(refresh_hash)s AND revoked_at IS NULL

-- name: revoke_other_sessions
UPDATE users.sessions SET revoked_at = clock_timestamp()
WHERE user_id = %(user_id)s AND id IS DISTINCT FROM %(kept)s::uuid AND revoked_at IS NULL

-- name: forget_expired_sessions
DELETE FROM users.sessions WHERE expires_at < clock_timestamp() - interval '1 day'

-- name: live_roles
-- The roles behind those of the sessions that are alive, with an active user. One that was opened with an API key is
-- no better than the key.
SELECT s.id, CASE WHEN u.role = 'admin' AND NOT 'admin' = ANY (k.scopes) THEN 'user' ELSE u.role END
FROM users.sessions s JOIN users.users u ON u.id = s.user_id LEFT JOIN users.api_keys k ON k.id = s.api_key_id
WHERE s.id = ANY (%(ids)s::uuid[]) AND s.revoked_at IS NULL AND u.status = 'active'
  AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > clock_timestamp())

-- name: lock_keys
-- Two processes that start together must not both make the first key.
LOCK TABLE users.keys IN SHARE ROW EXCLUSIVE MODE

-- name: verifying_keys
-- Usable keys, newest first, and whether every verifier has had the time to learn of them.
SELECT id, secret, created_at < clock_timestamp() - make_interval(secs => %(settling)s) FROM users.keys
WHERE retires_at IS NULL OR retires_at > clock_timestamp()
ORDER BY retires_at IS NOT NULL, created_at DESC, id

-- name: add_key
INSERT INTO users.keys (id, secret) VALUES (%(id)s, %(secret)s)

-- name: retire_other_keys
-- Retired keys verify until the last token they signed has expired.
UPDATE users.keys SET retires_at = clock_timestamp() + make_interval(secs => %(seconds)s)
WHERE id <> %(id)s AND retires_at IS NULL

-- name: accounts_present
-- Whether the accounts a fresh installation gets are there already.
SELECT lower(username) FROM users.users WHERE lower(username) = ANY (%(usernames)s)

-- name: some_active_users
SELECT id FROM users.users WHERE status = 'active' ORDER BY created_at DESC, id LIMIT %(count)s

-- name: add_demo_users
-- Accounts to play with; nobody can sign in to them.
INSERT INTO users.users (email, username, first_name, last_name, role, status, password_hash, created_at, updated_at)
SELECT format('user%%s@example.com', n), format('user%%s', n),
       (ARRAY['Ada', 'Ben', 'Cleo', 'Dan', 'Eve', 'Finn', 'Gia', 'Hal', 'Ida', 'Jon'])[1 + n %% 10],
       (ARRAY['Adler', 'Brook', 'Cole', 'Dahl', 'Ek', 'Frost', 'Gray'])[1 + n %% 7],
       CASE WHEN n %% 10 = 0 THEN 'guest' ELSE 'user' END,
       CASE WHEN n %% 13 = 0 THEN 'inactive' WHEN n %% 29 = 0 THEN 'suspended' ELSE 'active' END,
       '!', m, m
FROM generate_series(1, %(count)s) AS n, LATERAL (SELECT clock_timestamp() - make_interval(hours => n * 7, secs => n) AS m) t
ON CONFLICT DO NOTHING

-- name: password_of
SELECT password_hash FROM users.users WHERE id = %(id)s

-- fragment: api_key_columns
-- The schema ApiKey.
id, user_id, name, scopes, created_at, expires_at, revoked_at

-- name: page_of_api_keys
SELECT {api_key_columns} FROM users.api_keys

-- name: count_api_keys
SELECT count(*) FROM users.api_keys

-- name: create_api_key
INSERT INTO users.api_keys (id, user_id, name, secret_hash, scopes, expires_at)
VALUES (%(id)s, %(user_id)s, %(name)s, %(secret_hash)s, %(scopes)s,
        clock_timestamp() + make_interval(secs => %(seconds)s))
RETURNING row_to_json((SELECT r FROM (SELECT {api_key_columns}) r))::text

-- name: revoke_api_key
-- Of this owner, where one is given. A key that has been revoked before is not there any more.
UPDATE users.api_keys SET revoked_at = clock_timestamp()
WHERE id = %(id)s AND revoked_at IS NULL AND (%(owner)s::uuid IS NULL OR user_id = %(owner)s::uuid)

-- name: holders_of_api_keys
-- Who holds those of the keys that are good, with an active user.
SELECT k.id, k.secret_hash, k.scopes, u.id, u.role
FROM users.api_keys k JOIN users.users u ON u.id = k.user_id
WHERE k.id = ANY (%(ids)s::uuid[]) AND k.revoked_at IS NULL AND u.status = 'active'
  AND (k.expires_at IS NULL OR k.expires_at > clock_timestamp())

-- name: forget_old_answers
-- Idempotency keys are good for a day.
DELETE FROM users.idempotency_keys WHERE created_at < clock_timestamp() - interval '24 hours'

-- name: import_users
-- Adds the rows whose address and name nobody has, under the ids they bring; of two that share one, the first. Two
-- requests that add the same names the other way round get in each other's way, and one of them is run again.
INSERT INTO users.users (id, email, username, first_name, last_name, role, status, password_hash)
SELECT r.id, r.email, r.username, r.first_name, r.last_name, coalesce(r.role, 'user'), coalesce(r.status, 'active'),
       r.password_hash
FROM json_to_recordset(%(rows)s::json) AS r (id uuid, email text, username text, first_name text, last_name text,
                                             role text, status text, password_hash text)
ON CONFLICT DO NOTHING
RETURNING id, row_to_json((SELECT r FROM (SELECT {user_columns}) r))::text

-- name: why_not_added
-- For each row: the user that is there under its id, and whether others have its address or its name.
SELECT r.id,
       (SELECT row_to_json((SELECT c FROM (SELECT {user_columns}) c))::text FROM users.users u WHERE u.id = r.id),
       EXISTS (SELECT FROM users.users u WHERE lower(u.email) = lower(r.email)),
       EXISTS (SELECT FROM users.users u WHERE lower(u.username) = lower(r.username))
FROM json_to_recordset(%(rows)s::json) AS r (id uuid, email text, username text)

-- name: change_users
-- Writes the members each row has, and gives the users as JSON. Rows are locked in the order of their ids.
WITH given AS (
    SELECT (value ->> 'id')::uuid AS id, value AS v, value - 'id' <> '{}' AS changes
    FROM jsonb_array_elements(%(rows)s::jsonb)
), locked AS (
    SELECT u.id FROM users.users u JOIN given g ON g.id = u.id ORDER BY u.id FOR NO KEY UPDATE OF u
), changed AS (
    UPDATE users.users u
    SET email = coalesce(g.v ->> 'email', u.email), username = coalesce(g.v ->> 'username', u.username),
        first_name = CASE WHEN g.v ? 'first_name' THEN g.v ->> 'first_name' ELSE u.first_name END,
        last_name = CASE WHEN g.v ? 'last_name' THEN g.v ->> 'last_name' ELSE u.last_name END,
        role = coalesce(g.v ->> 'role', u.role), status = coalesce(g.v ->> 'status', u.status),
        password_hash = coalesce(g.v ->> 'password_hash', u.password_hash),
        updated_at = CASE WHEN g.changes THEN clock_timestamp() ELSE u.updated_at END,
        version = u.version + g.changes::integer
    FROM given g JOIN locked USING (id)
    WHERE u.id = g.id
    RETURNING u.*
)
SELECT id, row_to_json((SELECT r FROM (SELECT {user_columns}) r))::text FROM changed

-- name: remove_users
WITH locked AS (
    SELECT id FROM users.users WHERE id = ANY (%(ids)s::uuid[]) ORDER BY id FOR UPDATE
)
DELETE FROM users.users u USING locked WHERE u.id = locked.id RETURNING u.id

-- name: revoke_sessions_of
UPDATE users.sessions SET revoked_at = clock_timestamp()
WHERE user_id = ANY (%(ids)s::uuid[]) AND revoked_at IS NULL

-- name: open_grant
-- A session without a refresh token; with an API key it lives no longer than that.
INSERT INTO users.sessions (id, user_id, refresh_hash, expires_at, api_key_id)
VALUES (%(id)s, %(user_id)s, %(refresh_hash)s, clock_timestamp() + make_interval(secs => %(seconds)s),
        %(api_key_id)s::uuid)
