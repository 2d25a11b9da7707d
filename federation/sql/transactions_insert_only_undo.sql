DROP FUNCTION remove_old_transactions(timestamptz, integer);
DROP TRIGGER insert_only_whole ON federation_transactionrecord;
DROP TRIGGER insert_only ON federation_transactionrecord;
DROP FUNCTION refuse_change_of_transactions();
