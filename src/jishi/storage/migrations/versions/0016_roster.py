"""Shifts, repeated weeks, leave and swaps."""

from jishi.storage.migrate import run_script

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    run_script("0016_roster.sql")
