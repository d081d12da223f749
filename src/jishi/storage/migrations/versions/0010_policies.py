"""Policies that are edited: versions, re-planning, presets."""

from jishi.storage.migrate import run_script

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    run_script("0010_policies.sql")
