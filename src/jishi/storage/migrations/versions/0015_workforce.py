"""Skills, languages, weights of channels, and what each ticket weighs."""

from jishi.storage.migrate import run_script

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    run_script("0015_workforce.sql")
