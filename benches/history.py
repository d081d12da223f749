"""A desk with a long history, made by the database itself: tickets, messages, words, in a busy desk's proportions."""

from benches.desk import BenchDesk, sections

BASE, CUSTOMERS = 10**13, 50_000
# For filling only: what is measured afterwards finds everything as it was, the foreign keys and the index included.
QUICKLY = "SET work_mem = '256MB'; SET synchronous_commit = off; SET session_replication_role = replica;"
INDEX = "SELECT indexdef FROM pg_indexes WHERE indexname = 'ticket_words_found'"


def grow(desk: BenchDesk, *, first: int, many: int) -> None:
    """Let the desk have `many` tickets in all, `first` - 1 of which it had before."""
    sql = sections("history.sql")
    values = {
        "ws": desk.workspace_id, "base": BASE, "first": first, "many": many, "customers": CUSTOMERS,
        "teams": f"ARRAY{desk.team_ids}", "agents": f"ARRAY{desk.agents}", "agent_count": len(desk.agents),
    }  # fmt: skip
    if first == 1:
        desk.query(sql["topic"])
        desk.query(
            f"INSERT INTO customers (workspace_id, id, name, email, created_at) SELECT {desk.workspace_id}, {BASE} + n,"
            f" '客户 ' || n, 'old' || n || '@example.com', now() FROM generate_series(0, {CUSTOMERS}) n;"
        )
    index = desk.query(INDEX)[0][0]
    desk.query("DROP INDEX ticket_words_found;")
    for name in ("tickets", "messages", "words"):
        desk.query(f"{QUICKLY} {sql[name].format(**values)};")
    desk.query(f"SET maintenance_work_mem = '512MB'; {index};")
    desk.query("VACUUM (ANALYZE) tickets, messages, ticket_words, customers")
