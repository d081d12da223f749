"""What workforce refuses."""

from jishi.kernel.errors import Forbidden, Invalid, NotFound


class NoSuchAgent(NotFound):
    """There is no such colleague here, or they do not take tickets."""


class NotYourPresence(Forbidden):
    """Only the colleague or a supervisor may change this."""


class BadCapacity(Invalid):
    """Capacity is a number of tickets from 0 to 1000."""
