"""Presence that follows the shift."""

from jishi.storage.migrate import run_script

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    run_script("0021_presence.sql")
