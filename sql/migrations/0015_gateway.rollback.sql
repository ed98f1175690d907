DROP SCHEMA gateway CASCADE;
DROP OWNED BY trellis_gateway;
