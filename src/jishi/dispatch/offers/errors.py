"""What an offer refuses."""

from jishi.kernel.errors import Conflict, Forbidden


class OfferGone(Conflict):
    """This ticket is not offered any more: the time was over, or somebody else has it."""


class NotYourOffer(Forbidden):
    """This ticket is offered to somebody else."""
