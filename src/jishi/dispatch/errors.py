"""What can be wrong with a question about a decision."""

from jishi.kernel.errors import Conflict, Invalid, NotFound


class NoSuchDecision(NotFound):
    """This ticket has no such decision."""


class NotDecidedByRule(Conflict):
    """A person decided this: there is nothing to decide again."""


class DecidedLongAgo(Conflict):
    """This was decided so long ago that who was considered is no longer kept."""


class NoSuchPeriod(Invalid):
    """There is no such period."""
