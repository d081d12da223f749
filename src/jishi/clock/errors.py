"""What the clock refuses."""

from jishi.kernel.errors import Invalid


class OutOfReach(Invalid):
    """The desk keeps time between the years 1900 and 2200."""


class NeverOpens(Invalid):
    """This calendar never opens, so nothing would ever be due."""


class InvalidCalendar(Invalid):
    """This calendar cannot be used as it is."""
