"""Routing rules, and where they sent each ticket."""

from jishi.storage.migrate import run_script

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    run_script("0017_routing.sql")
