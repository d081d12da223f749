"""What cannot be done with a roster."""

from jishi.kernel.errors import Conflict, Forbidden, Invalid, NotFound, TooLarge


class NoSuchShift(NotFound):
    """There is no such shift here."""


class NoSuchPattern(NotFound):
    """There is no such repeated shift here."""


class NoSuchLeave(NotFound):
    """There is no such leave here."""


class NoSuchSwap(NotFound):
    """There is no such swap here."""


class NoSuchFeed(NotFound):
    """There is no calendar link here. It may have been taken back."""


class InvalidShift(Invalid):
    """This shift cannot be drawn so."""


class InvalidLeave(Invalid):
    """This leave cannot be asked for so."""


class NobodyNamed(Invalid):
    """Name some people, or a team."""


class AlreadyOnShift(Conflict):
    """{name} already has a shift then."""


class AlreadyOnLeave(Conflict):
    """There already is a leave then."""


class ShiftIsOver(Conflict):
    """This shift is over. It stays as it was."""


class ShiftHasBegun(Conflict):
    """This shift has begun. It can only end at another time."""


class AlreadyDecided(Conflict):
    """This is already decided."""


class SwapPending(Conflict):
    """A colleague has already been asked to take this shift."""


class SwapMoved(Conflict):
    """One of these shifts has changed hands or times since the swap was asked for."""


class NotYourLeave(Forbidden):
    """Only the colleague or a supervisor may do this."""


class NotYourSwap(Forbidden):
    """Only those whose shifts it is about may do this."""


class UnreadableRoster(Invalid):
    """Some lines of this file cannot be understood. Correct them, or leave them out."""


class NoRoster(Invalid):
    """Send the file, or its text."""


class RosterTooLarge(TooLarge):
    """A roster file has at most two megabytes."""
