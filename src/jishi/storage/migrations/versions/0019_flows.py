"""Settings of queues, offers, peaks, mass re-assignments."""

from jishi.storage.migrate import run_script

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    run_script("0019_flows.sql")
