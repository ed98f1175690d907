DROP TABLE realtime.idempotency_keys;
ALTER TABLE cdc.connectors DROP COLUMN lag_seconds;
