"""What a ticket refuses."""

from jishi.kernel.errors import Conflict, Invalid, NotFound


class NoSuchTicket(NotFound):
    """There is no such ticket here."""


class NotFromThere(Conflict):
    """A ticket that is {state} cannot do that."""


class AlreadySolved(Conflict):
    """This ticket is already solved."""


class NotSolved(Conflict):
    """This ticket is not solved, so there is nothing to take back or confirm."""


class NotWaiting(Conflict):
    """This ticket is not waiting, so there is nothing to resume."""


class AlreadyOwned(Conflict):
    """Somebody else took this ticket first."""


class NobodyOwnsIt(Conflict):
    """This ticket is in the queue already."""


class PastUntil(Invalid):
    """The time to wait until has already passed."""


class MergedAway(Conflict):
    """This ticket goes on as part of another, into which it was merged."""


class IntoItself(Conflict):
    """These two are one ticket already."""


class TwoCustomers(Conflict):
    """The two tickets are of different customers, who would both see the whole conversation. Say that this is meant."""


class NotThrownAway(Conflict):
    """This ticket is not in the junk."""


class ThrownAwayTooLong(Conflict):
    """This ticket was thrown away more than 30 days ago."""


class NothingToSplit(Invalid):
    """At least one message of the customer has to go into the new ticket."""


class NotItsMessage(Invalid):
    """This message does not belong to the ticket."""
