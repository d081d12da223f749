"""Make what was said findable."""

from jishi.inbox import store
from jishi.kernel.bigrams import index_words, normalise
from jishi.storage.transaction import Transaction
from jishi.tickets.facts import (
    MessageDiscarded,
    MessageReceived,
    NoteAdded,
    ReplySent,
    ThirdPartyWrote,
    TicketSplit,
)

LONGEST = 20_000  # characters of one message that are indexed
SHORTEST = 7  # digits of a telephone number
Said = MessageReceived | ReplySent | NoteAdded | ThirdPartyWrote | MessageDiscarded


async def learn_words(tx: Transaction, fact: Said) -> None:
    """Add a message's words to its ticket's; with the first message, the subject, number and customer too."""
    await _learn(tx, fact.ticket_id, fact.message_id, opened=getattr(fact, "opened", False))


async def learn_split(tx: Transaction, fact: TicketSplit) -> None:
    """The words of all messages that a new ticket was made of."""
    for n, message_id in enumerate(fact.message_ids):
        await _learn(tx, fact.ticket_id, message_id, opened=n == 0)


async def _learn(tx: Transaction, ticket_id: int, message_id: int, *, opened: bool) -> None:
    said = await store.said(tx, ticket_id, message_id)
    if said is None:
        return
    parts = [said["body"][:LONGEST]]
    if opened:
        parts = [said["number"], said["subject"], said["customer_name"], said["customer_email"] or "",
                 said["customer_phone"] or "", *said["tags"], *map(str, said["fields"].values()), *parts]  # fmt: skip
    text = "\n".join(parts)
    words = [*index_words(text), *(phone_words(said["customer_phone"] or "") if opened else ())]
    store.learn_words(tx, ticket_id, said["created_at"], normalise(text), words)


def phone_words(phone: str) -> list[str]:
    """What else a number is searched by: without its country's one to three digits, and by its last four."""
    digits = "".join(filter(str.isdecimal, phone))
    if len(digits) < SHORTEST:
        return []
    return [*(digits[n:] for n in (1, 2, 3) if phone.startswith("+")), digits[-4:]]
