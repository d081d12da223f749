"""Tables of `tickets`."""

from jishi.storage.migrate import run_script

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    run_script("0003_tickets.sql")
