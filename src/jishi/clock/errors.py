"""What the clock refuses."""

from jishi.kernel.errors import Conflict, Invalid, NotFound


class OutOfReach(Invalid):
    """The desk keeps time between the years 1900 and 2200."""


class NeverOpens(Invalid):
    """This calendar never opens, so nothing would ever be due."""


class InvalidCalendar(Invalid):
    """This calendar cannot be used as it is."""


class NoSuchCalendar(NotFound):
    """There is no such calendar here."""


class NoSuchCountry(NotFound):
    """The public holidays of this country are not known."""


class CalendarMoved(Conflict):
    """Somebody else changed this calendar meanwhile. Look at it again before you save."""


class NeverDue(Invalid):
    """On this calendar that much time never passes."""


class InvalidPolicy(Invalid):
    """This policy cannot be used as it is."""


class NoSuchPolicy(NotFound):
    """There is no such policy here."""


class PolicyMoved(Conflict):
    """Somebody else changed this policy meanwhile. Look at it again before you save."""


class PoliciesMoved(Conflict):
    """Policies were added or changed meanwhile. Look at their order again before you save."""


class NoSuchPreset(NotFound):
    """There is no such set of policies."""


class NoSuchTimer(NotFound):
    """There is no such clock here."""
