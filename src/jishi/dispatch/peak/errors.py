"""What a peak refuses."""

from jishi.kernel.errors import Conflict, Invalid, NotFound


class PeakIsOn(Conflict):
    """Peak mode is already on for this queue."""


class NoPeak(NotFound):
    """Peak mode is not on for this queue."""


class EndsBefore(Invalid):
    """Peak mode has to end in the future, within a week."""
