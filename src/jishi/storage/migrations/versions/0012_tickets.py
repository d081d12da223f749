"""Merging, splitting, junk."""

from jishi.storage.migrate import run_script

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    run_script("0012_tickets.sql")
