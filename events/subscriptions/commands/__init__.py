"""What can be done to subscriptions: every command finds, permits, changes and records in one transaction."""
