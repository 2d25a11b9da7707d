"""How peers are reached and how they reach us: certificates, mutual TLS, requests."""
