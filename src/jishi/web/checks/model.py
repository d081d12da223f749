"""What a look found."""

from dataclasses import dataclass
from enum import StrEnum


class Mark(StrEnum):
    GOOD = "✓"
    MIND = "!"  # worth knowing; nothing is wrong
    BAD = "✗"


@dataclass(frozen=True, slots=True)
class Finding:
    """`says` is what was found, `mend` what to do about it."""

    mark: Mark
    says: str
    mend: str = ""

    def __str__(self) -> str:
        return f"{self.mark} {self.says}" + (f" → {self.mend}" if self.mend else "")


def good(says: str) -> Finding:
    return Finding(Mark.GOOD, says)


def mind(says: str, mend: str) -> Finding:
    return Finding(Mark.MIND, says, mend)


def bad(says: str, mend: str) -> Finding:
    return Finding(Mark.BAD, says, mend)
