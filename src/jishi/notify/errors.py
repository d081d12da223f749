"""What telling people refuses."""

from jishi.kernel.errors import Conflict, NotFound


class NoSuchNotice(NotFound):
    """You were told no such thing."""


class NothingLate(Conflict):
    """Nothing on this ticket is late or about to be."""
