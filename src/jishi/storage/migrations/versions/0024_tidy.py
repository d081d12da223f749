"""What is swept away when it is old."""

from jishi.storage.migrate import run_script

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    run_script("0024_tidy.sql")
