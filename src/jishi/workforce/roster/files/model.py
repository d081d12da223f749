"""What a file says of a roster."""

from dataclasses import dataclass

from jishi.workforce.roster.model import Span

LONGEST_NAME = 60
LONGEST_NOTE = 500
MOST = 5_000

WRONG_DATE = "A date is written as 2026-01-31."
WRONG_TIME = "Times are written as 09:00 and 18:00, or together as 09:00-18:00."
NO_PERSON = "There is no column with people: call it name or email."
NO_TIMES = "There is no column of dates: a row is a shift with its date, or each column is a day."
TOO_MANY = "A file has 5,000 shifts at most."
WHOLE_DAY = "An event of whole days is no shift."
NOT_FOLLOWED = "This event comes again in a way that is not followed: only weekly and daily ones are."
NO_CALENDAR = "This is no calendar file."


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenShift:
    """One shift of a file. `who`: names or addresses, of which the first that is a colleague's holds."""

    line: int
    what: str
    who: tuple[str, ...]
    span: Span
    name: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """What cannot be understood; `why` is an English sentence, the key of the catalogues."""

    line: int
    what: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenRoster:
    shifts: tuple[GivenShift, ...] = ()
    flaws: tuple[Flaw, ...] = ()


def refused(line: int, what: str, why: str) -> GivenRoster:
    """Nothing of the file can be used."""
    return GivenRoster(flaws=(Flaw(line=line, what=what[:80], why=why),))


def plain(text: str, longest: int) -> str:
    """One line that a page can show."""
    return "".join(letter for letter in text if letter.isprintable()).strip()[:longest]
