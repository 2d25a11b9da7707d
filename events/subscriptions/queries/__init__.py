"""Questions about subscriptions: which there are, how they fare, what was tried and what is parked."""
