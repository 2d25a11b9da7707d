-- Four eyes, whatever the program says (product.md, section 3): nobody decides
-- on what he said himself, and each official decides once on one claim. His
-- earlier decision counts no more once its retraction was asked.
CREATE OR REPLACE FUNCTION refuse_same_hands(positions bigint[]) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    decided uuid;
BEGIN
    SELECT v.event_reference[1] INTO decided
    FROM event AS v
    INNER JOIN event AS target ON v.event_reference[1] = target.id
    WHERE
        v.pos = ANY (positions)
        AND v.kind = 'validation'
        AND (
            target.source_id = v.source_id
            OR EXISTS (
                SELECT 1
                FROM event_ref AS r
                INNER JOIN event AS earlier ON r.pos = earlier.pos
                WHERE
                    r.ref_id = target.id
                    AND r.role = 'target'
                    AND earlier.kind = 'validation'
                    AND earlier.source_id = v.source_id
                    AND earlier.pos <> v.pos
                    AND NOT EXISTS (
                        SELECT 1
                        FROM event_ref AS undoing
                        WHERE
                            undoing.ref_id = earlier.id
                            AND undoing.role = 'target'
                    )
            )
        )
    LIMIT 1;
    IF decided IS NOT NULL THEN
        RAISE EXCEPTION 'the same hands twice on %', decided
        USING ERRCODE = 'check_violation', CONSTRAINT = 'event_four_eyes',
            HINT = 'Another official decides.';
    END IF;
END
$$;
