"""The words by which a request is sorted."""

from jishi.storage.migrate import run_script

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    run_script("0018_triage.sql")
