"""What clocks carry over a change of calendar, and which answers count."""

from jishi.storage.migrate import run_script

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    run_script("0009_clock.sql")
