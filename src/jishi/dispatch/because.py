"""Carry why a ticket changes hands to where the change is remembered, within one transaction."""

from jishi.dispatch.model import Why
from jishi.storage.transaction import Transaction


def because(tx: Transaction, ticket_id: int, why: Why) -> None:
    """The next change of this ticket's owner is for this reason."""
    tx.kept[Why, ticket_id] = why


def reason_for_change(tx: Transaction, ticket_id: int, *, otherwise: Why) -> Why:
    why = tx.kept.pop((Why, ticket_id), otherwise)
    return Why(why)
