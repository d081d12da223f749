"""Dispatch that looks again."""

from jishi.storage.migrate import run_script

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    run_script("0022_dispatch.sql")
