"""Automatic systems are told of events, and miss nothing (`docs/architecture.md`, subscriptions; ADR 13)."""
