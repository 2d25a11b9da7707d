-- One tick of the sequencer: number what became visible, and move the horizon.
-- Call it as the first statement of a REPEATABLE READ transaction. No row when
-- the fence is no longer the newest: another took over.
--
-- Why nothing is lost or misordered:
-- * a tick announces, at its end, the last position drawn and a moment. The
--   next tick takes a transaction id N after that was committed. A transaction
--   with an id above N draws its positions, and takes its formal times (it
--   reads the announcement), later: above both;
-- * once a snapshot knows of no transaction up to N that still runs, it sees
--   whatever will ever lie at or below what the tick before N announced.
--   (Transactions of other databases do not count: they cannot write here. One
--   that ended since the snapshot counts as running: a tick later it is known.)
-- * an object's later event exists only after its earlier one committed, and
--   positions are drawn under the object's lock: pos order keeps its order.
CREATE OR REPLACE FUNCTION seal_events(mine bigint, events_max integer)
RETURNS TABLE (
    sealed bigint, sealed_to bigint, settled boolean, known_to timestamptz
)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
-- plans made while the tables were empty must not scan them when they are full
SET jit = off
SET enable_seqscan = off
SET enable_hashjoin = off
SET enable_mergejoin = off AS $$
DECLARE
    last event_horizon;
    fixed event_horizon;
    first_running xid8;
    numbered bigint;
    first_seq bigint;
    newest timestamptz;
    pos_now bigint;
BEGIN
    IF current_setting('transaction_isolation') <> 'repeatable read' THEN
        RAISE EXCEPTION 'sealing needs REPEATABLE READ'
        USING ERRCODE = 'invalid_transaction_state',
            HINT = 'One snapshot for what is numbered and what is announced.';
    END IF;
    PERFORM FROM event_lease AS l WHERE l.fence = mine FOR UPDATE;
    IF NOT found THEN
        RETURN;
    END IF;

    SELECT h.* INTO last
    FROM event_horizon AS h ORDER BY h.tick DESC LIMIT 1;
    SELECT x.running INTO first_running
    FROM pg_snapshot_xip(pg_current_snapshot()) AS x (running)
    WHERE NOT EXISTS (
        SELECT FROM pg_stat_activity AS a
        WHERE
            a.backend_xid = x.running::xid
            AND a.datname <> current_database()
    )
    ORDER BY x.running LIMIT 1;
    first_running := coalesce(
        first_running, pg_snapshot_xmax(pg_current_snapshot())
    );
    SELECT before.* INTO fixed
    FROM event_horizon AS h
    INNER JOIN event_horizon AS before ON before.tick = h.tick - 1
    WHERE h.xid < first_running
    ORDER BY h.tick DESC LIMIT 1;

    SELECT coalesce(max(l.seq), 0) + 1 INTO first_seq FROM event_log AS l;
    WITH batch AS (
        SELECT e.pos, e.zone_id, e.created_at, e.commitment
        FROM event AS e
        WHERE
            e.pos > coalesce(last.floor, 0)
            AND NOT EXISTS (SELECT FROM event_log AS l WHERE l.pos = e.pos)
        ORDER BY e.pos LIMIT events_max
    ),

    zones AS (
        SELECT z.zone_id, (
            SELECT coalesce(max(l.zone_position), 0)
            FROM event_log AS l WHERE l.zone_id = z.zone_id
        ) AS filled
        FROM (SELECT DISTINCT b.zone_id FROM batch AS b) AS z
    ),

    placed AS (
        SELECT
            b.*,
            first_seq - 1 + row_number() OVER (ORDER BY b.pos) AS seq,
            z.filled + row_number() OVER (
                PARTITION BY b.zone_id ORDER BY b.pos
            ) AS place
        FROM batch AS b INNER JOIN zones AS z ON b.zone_id = z.zone_id
    ),

    logged AS (
        INSERT INTO event_log (seq, zone_id, zone_position, pos, leaf)
        SELECT
            p.seq, p.zone_id, p.place, p.pos,
            sha256(
                '\x00'::bytea || int8send(p.place)
                || int8send((extract(EPOCH FROM p.created_at) * 1000000)::bigint)
                || p.commitment
            )
        FROM placed AS p ORDER BY p.seq
        RETURNING 1
    )

    SELECT (SELECT count(*) FROM logged), max(p.created_at)
    INTO numbered, newest
    FROM placed AS p;

    IF numbered > 0 THEN
        INSERT INTO seal (first_seq, last_seq, fence, sealed_at)
        VALUES (first_seq, first_seq + numbered - 1, mine, clock_timestamp());
        PERFORM pg_notify('event_log', (first_seq + numbered - 1)::text);
    END IF;
    IF numbered < events_max AND fixed.tick IS NOT NULL THEN
        last.floor := greatest(last.floor, fixed.announced_pos);
        last.horizon := greatest(last.horizon, fixed.announced_at);
    END IF;

    SELECT CASE WHEN s.is_called THEN s.last_value ELSE 0 END INTO pos_now
    FROM event_pos_seq AS s;
    INSERT INTO event_horizon (
        tick, fence, xid, announced_pos, announced_at, sealed_to, floor, horizon
    ) VALUES (
        coalesce(last.tick, 0) + 1, mine, pg_current_xact_id(), pos_now,
        greatest(clock_timestamp(), last.announced_at, newest),
        first_seq + numbered - 1,
        coalesce(last.floor, 0), last.horizon
    );
    DELETE FROM event_horizon AS h WHERE h.tick < fixed.tick;

    RETURN QUERY SELECT
        numbered, first_seq + numbered - 1,
        coalesce(last.floor, 0) = pos_now
        AND fixed.sealed_to IS NOT DISTINCT FROM first_seq + numbered - 1,
        last.horizon;
END
$$;
