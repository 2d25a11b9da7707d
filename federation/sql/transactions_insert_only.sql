-- The transaction log (FSC Logging 1.1.0) is only added to: which peer called
-- which service, by which grant, is never rewritten. What is too old to keep
-- goes by remove_old_transactions alone, which the application may call.
CREATE FUNCTION refuse_change_of_transactions() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF tg_op = 'DELETE' THEN
        IF old.created_at < nullif(
            current_setting('f6.transactions_kept_until', true), ''
        )::timestamptz THEN
            RETURN old;
        END IF;
    END IF;
    RAISE EXCEPTION '% is insert-only: % is refused', tg_table_name, tg_op
    USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER insert_only
BEFORE UPDATE OR DELETE ON federation_transactionrecord
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_transactions();

CREATE TRIGGER insert_only_whole
BEFORE TRUNCATE ON federation_transactionrecord
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_transactions();

ALTER TABLE federation_transactionrecord
ENABLE ALWAYS TRIGGER insert_only;
ALTER TABLE federation_transactionrecord
ENABLE ALWAYS TRIGGER insert_only_whole;
