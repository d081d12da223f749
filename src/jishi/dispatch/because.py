"""Carry why a ticket changes hands to where the change is remembered, within one transaction."""

from jishi.dispatch.model import Why
from jishi.storage.transaction import Transaction


def because(tx: Transaction, ticket_id: int, why: Why) -> None:
    """The next change of this ticket's owner is for this reason."""
    tx.kept[Why, ticket_id] = why


def recorded(tx: Transaction, ticket_id: int) -> None:
    """The next change of this ticket's owner stands in the record already, with all that was considered."""
    tx.kept[Why, ticket_id] = None


def reason_for_change(tx: Transaction, ticket_id: int, *, otherwise: Why) -> Why | None:
    """None when there is nothing left to record."""
    why: Why | None = tx.kept.pop((Why, ticket_id), otherwise)
    return why
