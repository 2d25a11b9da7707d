-- The record of changes is only added to, as the log of processing is (its
-- function refuses; see processing_insert_only.sql).
CREATE TRIGGER insert_only BEFORE UPDATE OR DELETE
ON events_administrativechange
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_processing();

CREATE TRIGGER insert_only_whole BEFORE TRUNCATE
ON events_administrativechange
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_processing();

ALTER TABLE events_administrativechange
ENABLE ALWAYS TRIGGER insert_only,
ENABLE ALWAYS TRIGGER insert_only_whole;
