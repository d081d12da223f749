"""What cannot be done with a calendar."""

from jishi.kernel.errors import Conflict, Invalid, TooLarge


class CalendarInUse(Conflict):
    """This calendar is still used by {names}. Give them another one first."""


class IsTheDefault(Conflict):
    """This is the workspace's own calendar. Make another one the default first."""


class NotAnnounced(Conflict):
    """The public holidays of {year} are not announced yet."""


class NoCountry(Invalid):
    """This calendar has no country. Say whose public holidays to enter."""


class UnreadableDays(Invalid):
    """Some lines of this file cannot be understood. Correct them, or leave them out."""


class NoDays(Invalid):
    """Send the file, or its text."""


class FileTooLarge(TooLarge):
    """A file of days off has at most one megabyte."""
