"""Whether somebody works by roster is said, not guessed."""

from jishi.storage.migrate import run_script

revision = "0025"
down_revision = "0023"


def upgrade() -> None:
    run_script("0025_rostered.sql")
