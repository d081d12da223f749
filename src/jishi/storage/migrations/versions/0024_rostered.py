"""Whether somebody works by roster is said, not guessed."""

from jishi.storage.migrate import run_script

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    run_script("0024_rostered.sql")
