"""Tables of `channels`."""

from jishi.storage.migrate import run_script

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    run_script("0008_channels.sql")
