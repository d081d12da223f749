"""What the server says while a person waits for it: whole sentences, so that they can be translated."""

from enum import StrEnum


class Progress(StrEnum):
    """One line of progress; its English is the key of the catalogues."""

    MAKING = "Making a new database."
    WAITING = "Waiting for the database server of an earlier run to end."
    STARTING = "Starting the database."
    REPLAYING = "The database was not stopped cleanly; replaying its journal."
    STILL_REPLAYING = "Still replaying the journal of the database."
    COPYING = "Copying the database server to where its account can run it."


# What the server logs → what a person is told.
HEARD = {
    "automatic recovery in progress": Progress.REPLAYING,
    "redo in progress": Progress.STILL_REPLAYING,
    "syncing data directory": Progress.STILL_REPLAYING,
}


def heard(line: str) -> Progress | None:
    """Return what a line of the server's log means to a person who waits, if anything."""
    return next((told for words, told in HEARD.items() if words in line), None)
