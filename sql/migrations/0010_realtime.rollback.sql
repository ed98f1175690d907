DROP SCHEMA realtime CASCADE;
DROP OWNED BY trellis_realtime;
