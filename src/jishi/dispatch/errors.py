"""What can be wrong with a question about a decision."""

from jishi.kernel.errors import Conflict, Invalid, NotFound


class NoSuchDecision(NotFound):
    """This ticket has no such decision."""


class NotDecidedByRule(Conflict):
    """A person decided this: there is nothing to decide again."""


class NoSuchPeriod(Invalid):
    """There is no such period."""
