-- Who may do what. Run after every migration by the owner of the tables, with
-- the names of the roles in f6.app_role and f6.reader_role; the same however
-- often it runs. The application reads the log and executes what appends; it
-- does ordinary work on Django's tables. The reader reads, except what lets
-- somebody log in, and what somebody typed and has not recorded.
DO $$
DECLARE
    app text := current_setting('f6.app_role');
    reader text := current_setting('f6.reader_role');
    both_roles text := format('%I, %I', app, reader);
    log_tables text[] := ARRAY[
        'event', 'event_payload', 'event_object', 'event_ref', 'event_log',
        'seal', 'event_import', 'event_horizon', 'event_lease',
        'recorded_event', 'django_migrations'
    ];
    insert_only text[] := ARRAY[
        'events_processingrecord', 'events_accessrecord', 'events_workentry',
        'events_administrativechange', 'federation_transactionrecord'
    ];
    -- insert_events, which checks nothing, is not among them
    app_functions text[] := ARRAY[
        'append_events', 'begin_import', 'import_events', 'lock_boundary',
        'boundary_numbers', 'closed_boundary', 'zone_holds_events',
        'take_lease', 'renew_lease', 'release_lease', 'seal_events',
        'remove_old_transactions'
    ];
    secret_columns text :=
        '(password|secret|digest|token|session|private_key|namespace|typed)';
    secret_tables text := '(^|_)(session|token)s?$';
    role_name text;
    thing record;
BEGIN
    FOREACH role_name IN ARRAY ARRAY[app, reader] LOOP
        IF role_name = current_user THEN
            RAISE EXCEPTION 'role % owns the tables and cannot be the '
                'application or the reader as well', role_name
            USING HINT = 'Migrate as the owner: set DATABASE_OWNER_URL, and '
                'run manage.py migrate --database owner.';
        ELSIF to_regrole(quote_ident(role_name)) IS NULL THEN
            BEGIN
                EXECUTE format('CREATE ROLE %I LOGIN', role_name);
            EXCEPTION WHEN insufficient_privilege THEN
                RAISE EXCEPTION 'role % is absent and % may not make it',
                    role_name, current_user
                USING HINT = format(
                    'Let a superuser run: CREATE ROLE %I LOGIN; or name '
                    'another role in F6_DB_APP_ROLE or F6_DB_READER_ROLE.',
                    role_name
                );
            END;
        END IF;
    END LOOP;

    IF pg_has_role(
        (SELECT nspowner FROM pg_namespace WHERE nspname = 'public'), 'MEMBER'
    ) THEN
        EXECUTE 'REVOKE CREATE ON SCHEMA public FROM PUBLIC, ' || both_roles;
        EXECUTE 'GRANT USAGE ON SCHEMA public TO ' || both_roles;
    END IF;
    FOREACH role_name IN ARRAY ARRAY[app, reader] LOOP
        IF has_schema_privilege(role_name, 'public', 'CREATE') THEN
            RAISE EXCEPTION 'role % may create objects in schema public',
                role_name
            USING HINT = 'Let a superuser run, in this database: REVOKE CREATE '
                'ON SCHEMA public FROM PUBLIC;';
        END IF;
    END LOOP;

    FOR thing IN
        SELECT p.oid::regprocedure::text AS signature, p.proname::text AS name
        FROM pg_proc AS p
        WHERE
            p.pronamespace = 'public'::regnamespace
            AND p.proowner = current_user::regrole
    LOOP
        EXECUTE format(
            'REVOKE ALL ON FUNCTION %s FROM PUBLIC, %s',
            thing.signature, both_roles
        );
        IF thing.name = ANY (app_functions) THEN
            EXECUTE format(
                'GRANT EXECUTE ON FUNCTION %s TO %I', thing.signature, app
            );
        END IF;
    END LOOP;

    FOR thing IN
        SELECT
            c.oid::regclass::text AS name,
            CASE
                WHEN c.relname = ANY (log_tables) THEN 'SELECT'
                WHEN c.relname = ANY (insert_only) THEN 'SELECT, INSERT'
                ELSE 'SELECT, INSERT, UPDATE, DELETE'
            END AS app_rights,
            c.relname !~ secret_tables AS readable,
            string_agg(quote_ident(a.attname), ', ') FILTER (
                WHERE a.attname !~ secret_columns
            ) AS readable_columns
        FROM pg_class AS c
        INNER JOIN pg_attribute AS a ON c.oid = a.attrelid
        WHERE
            c.relnamespace = 'public'::regnamespace
            AND c.relkind IN ('r', 'p', 'v', 'm')
            AND c.relowner = current_user::regrole
            AND a.attnum > 0 AND NOT a.attisdropped
        GROUP BY c.oid
    LOOP
        EXECUTE format(
            'REVOKE ALL ON %s FROM PUBLIC, %s', thing.name, both_roles
        );
        EXECUTE format('GRANT %s ON %s TO %I', thing.app_rights, thing.name, app);
        IF thing.readable AND thing.readable_columns IS NOT NULL THEN
            EXECUTE format(
                'GRANT SELECT (%s) ON %s TO %I',
                thing.readable_columns, thing.name, reader
            );
        END IF;
    END LOOP;

    FOR thing IN
        SELECT s.oid::regclass::text AS name, c.relname = ANY (log_tables) AS log
        FROM pg_class AS s
        INNER JOIN pg_depend AS d
            ON s.oid = d.objid AND d.deptype IN ('a', 'i')
            AND d.classid = 'pg_class'::regclass
        INNER JOIN pg_class AS c ON d.refobjid = c.oid
        WHERE
            s.relkind = 'S' AND s.relnamespace = 'public'::regnamespace
            AND s.relowner = current_user::regrole
    LOOP
        EXECUTE format(
            'REVOKE ALL ON SEQUENCE %s FROM PUBLIC, %s', thing.name, both_roles
        );
        IF NOT thing.log THEN
            EXECUTE format(
                'GRANT USAGE ON SEQUENCE %s TO %I', thing.name, app
            );
        END IF;
    END LOOP;
END
$$;
