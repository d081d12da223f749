"""Who was told of what."""

from jishi.storage.migrate import run_script

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    run_script("0013_notify.sql")
