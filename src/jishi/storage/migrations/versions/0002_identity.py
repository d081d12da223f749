"""Tables of `identity`."""

from jishi.storage.migrate import run_script

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    run_script("0002_identity.sql")
