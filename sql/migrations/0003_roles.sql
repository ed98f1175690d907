-- One role per service, with the grants it needs and no more. A process logs in with its own credentials and takes
-- its service's role. Roles belong to the whole server, so another database of it may have made them already.
DO $$
DECLARE
    service text;
BEGIN
    FOREACH service IN ARRAY ARRAY['users', 'orders'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'trellis_' || service) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', 'trellis_' || service);
        END IF;
        EXECUTE format('GRANT %I TO CURRENT_USER', 'trellis_' || service);
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', service, 'trellis_' || service);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %I TO %I',
                       service, 'trellis_' || service);
        EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %I GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO %I',
                       service, 'trellis_' || service);
    END LOOP;
END
$$;
