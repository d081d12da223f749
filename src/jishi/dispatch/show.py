"""Why a ticket's owner has it, in one sentence."""

from jishi.dispatch import explain, store
from jishi.identity.model import Caller
from jishi.storage.transaction import Transaction
from jishi.tickets.scope import is_guest


async def reason_for(tx: Transaction, ticket_id: int, caller: Caller) -> str | None:
    """The newest decision's sentence, or None when nothing was decided yet. In English for who has no language."""
    row = await store.newest_decision(tx, ticket_id)
    if row is None:
        return None
    params = explain.without_figures(row["params"]) if is_guest(caller) else row["params"]
    return explain.sentence(row["code"], params, caller.language or "en")
