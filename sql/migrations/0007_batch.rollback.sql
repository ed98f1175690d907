DROP SCHEMA batch CASCADE;
DROP OWNED BY trellis_batch;
