"""Tables of `dispatch`."""

from jishi.storage.migrate import run_script

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    run_script("0006_dispatch.sql")
