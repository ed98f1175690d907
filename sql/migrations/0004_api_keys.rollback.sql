DROP TABLE users.api_keys;
