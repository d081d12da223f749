"""What routing refuses."""

from jishi.kernel.errors import Conflict, Invalid, NotFound


class InvalidRoutingRule(Invalid):
    """This routing rule cannot be used as it is."""


class NoSuchRoutingRule(NotFound):
    """There is no such routing rule here."""


class RoutingRuleMoved(Conflict):
    """Somebody else changed this routing rule meanwhile. Look at it again before you save."""


class RoutingRulesMoved(Conflict):
    """Routing rules were added or changed meanwhile. Look at their order again before you save."""


class CannotBeTried(Invalid):
    """No ticket can be like that."""
