"""What is swept away when it is old."""

from jishi.storage.migrate import run_script

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    run_script("0023_tidy.sql")
