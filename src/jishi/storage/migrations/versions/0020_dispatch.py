"""What a decision has to know, for many tickets at once."""

from jishi.storage.migrate import run_script

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    run_script("0020_dispatch.sql")
    run_script("0020_desk.sql")
