DROP OWNED BY trellis_queue;
DROP SCHEMA queue CASCADE;
