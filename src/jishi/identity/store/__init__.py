"""Identity in PostgreSQL, by noun."""
