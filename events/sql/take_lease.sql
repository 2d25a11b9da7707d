-- Become the sequencer, when nobody is: the fence of this reign, or null while
-- another holds the lease. SKIP LOCKED: whoever is numbering now is alive.
CREATE OR REPLACE FUNCTION take_lease(new_holder text, seconds double precision)
RETURNS bigint
LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE event_lease AS lease
    SET
        fence = lease.fence + 1,
        holder = new_holder,
        held_until = clock_timestamp()
            + make_interval(secs => least(greatest(seconds, 1), 60))
    FROM (
        SELECT l.singleton FROM event_lease AS l
        WHERE l.held_until < clock_timestamp()
        FOR UPDATE SKIP LOCKED
    ) AS free
    WHERE lease.singleton = free.singleton
    RETURNING lease.fence
$$;

-- Keep it for longer; false when another took it meanwhile.
CREATE OR REPLACE FUNCTION renew_lease(mine bigint, seconds double precision)
RETURNS boolean
LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    WITH renewed AS (
        UPDATE event_lease
        SET held_until = clock_timestamp()
            + make_interval(secs => least(greatest(seconds, 1), 60))
        WHERE fence = mine
        RETURNING fence
    )

    SELECT EXISTS (SELECT FROM renewed)
$$;

-- Stop: the next one need not wait for the lease to run out.
CREATE OR REPLACE FUNCTION release_lease(mine bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE event_lease SET held_until = '-infinity' WHERE fence = mine
$$;
