"""Which tickets a caller may see."""

from typing import Any

from jishi.identity.model import Caller, Permission
from jishi.storage.transaction import Transaction
from jishi.tickets import store
from jishi.tickets.errors import NoSuchTicket

DISPATCHED = frozenset({"TicketAssigned", "TicketOffered", "TicketQueued"})


def scope_of(caller: Caller) -> list[int] | None:
    """None for those who see every ticket; otherwise the teams whose tickets they see, besides those they follow."""
    return None if Permission.TICKETS_READ_ALL in caller.permissions else list(caller.team_ids)


def is_guest(caller: Caller) -> bool:
    """Somebody of another department, who sees some tickets and not how the desk is run."""
    return Permission.TICKETS_READ_ALL not in caller.permissions


def for_guest(kind: str, told: dict[str, Any]) -> dict[str, Any]:
    """A fact as a guest sees it: the dispatcher's sentences name colleagues, and how busy they were."""
    return {**told, "reason": None} if kind in DISPATCHED and "reason" in told else told


async def check_scope(tx: Transaction, caller: Caller, ticket_id: int) -> None:
    """Raise NoSuchTicket when it is not theirs to see: whether it exists is not theirs to know either."""
    scope = scope_of(caller)
    if scope is not None and not await store.in_scope(tx, ticket_id, caller.person_id, scope):
        raise NoSuchTicket
