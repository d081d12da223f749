"""Tables of `storage`."""

from jishi.storage.migrate import run_script

revision = "0001"
down_revision = None


def upgrade() -> None:
    run_script("0001_storage.sql")
