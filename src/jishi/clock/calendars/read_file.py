"""Read a file of days off, whatever program wrote it."""

from datetime import date

from jishi.clock.calendars.model import GivenDays
from jishi.clock.calendars.read_csv import read_csv
from jishi.clock.calendars.read_ics import read_ics

YEARS_BACK, YEARS_AHEAD = 1, 4  # in which a yearly event of an ICS file is followed


def read_file(content: bytes, *, today: date) -> GivenDays:
    """ICS if it says so in its first line, else CSV."""
    text = decode(content)
    if text.lstrip()[:15].upper() == "BEGIN:VCALENDAR":
        first, last = date(today.year - YEARS_BACK, 1, 1), date(today.year + YEARS_AHEAD, 12, 31)
        return read_ics(text, first=first, last=last)
    return read_csv(text)


def decode(content: bytes) -> str:
    """Chinese spreadsheets write GB 18030, or UTF-8 with a mark at the beginning; others UTF-16 with one."""
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030", errors="replace")
