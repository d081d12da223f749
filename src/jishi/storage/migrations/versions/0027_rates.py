"""Rates that all processes count together."""

from jishi.storage.migrate import run_script

revision = "0027"
down_revision = "0025"


def upgrade() -> None:
    run_script("0027_rates.sql")
