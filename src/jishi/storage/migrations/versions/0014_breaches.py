"""Where the time of broken promises went."""

from jishi.storage.migrate import run_script

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    run_script("0014_breaches.sql")
