"""Whose calendar is whose."""

from jishi.storage.migrate import run_script

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    run_script("0011_calendars.sql")
