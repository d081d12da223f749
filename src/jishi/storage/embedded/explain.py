"""Turn a server's last words into one error a person can act on."""

import re
from collections.abc import Iterable

from jishi.kernel.errors import Unavailable
from jishi.storage.embedded.errors import CannotWrite, DiskFull, NoLesserAccount, ServerFailed
from jishi.storage.embedded.settle import ROOM_FOR_A_CLUSTER, Home

WORST = re.compile(r"\b(?:FATAL|PANIC|error|ERROR):\s+(.*)")
FULL = re.compile(r"No space left on device|Disk quota exceeded|File too large")
NO_ACCOUNT = re.compile(r"^cannot take account (.*)", re.MULTILINE)
CLOSED = re.compile(r"Permission denied|Read-only file system|Operation not permitted")

PASSING = re.compile(r"pre-existing shared memory block .* is still in use")


def is_passing(words: Iterable[str]) -> bool:
    """Say whether a server ended for what passes by itself: what is left of an earlier one is still ending."""
    return any(PASSING.search(line) for line in words)


def explain(words: Iterable[str], home: Home) -> Unavailable:
    """Return the error that the server's words mean."""
    lines = list(words)
    text = "\n".join(lines)
    if FULL.search(text):
        return DiskFull(directory=home.directory, megabytes=ROOM_FOR_A_CLUSTER)
    if refused := NO_ACCOUNT.search(text):
        return NoLesserAccount(reason=refused[1])
    reason = find_reason(lines)
    if CLOSED.search(text):
        return CannotWrite(directory=home.directory, reason=reason)
    return ServerFailed(reason=reason, log=home.log)


def find_reason(words: Iterable[str]) -> str:
    """Return the words that say why the server ended."""
    lines = list(words)
    found = (match[1] for line in reversed(lines) if (match := WORST.search(line)))
    return next(found, lines[-1] if lines else "it ended without a word")
