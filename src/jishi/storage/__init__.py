"""PostgreSQL and the transaction.

Owns:  the connection pool, migrations, the journal of facts, the outbox, alarms, the embedded server.
Never: knows a table that belongs to another package.
"""
