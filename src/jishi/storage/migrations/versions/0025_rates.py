"""Rates that all processes count together."""

from jishi.storage.migrate import run_script

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    run_script("0025_rates.sql")
