"""Make what was said findable."""

from jishi.inbox import store
from jishi.kernel.bigrams import index_words, normalise
from jishi.storage.transaction import Transaction
from jishi.tickets.facts import MessageReceived, NoteAdded, ReplySent

LONGEST = 20_000  # characters of one message that are indexed


async def learn_words(tx: Transaction, fact: MessageReceived | ReplySent | NoteAdded) -> None:
    """Add a message's words to its ticket's; with the first message, the subject, number and customer too."""
    said = await store.said(tx, fact.ticket_id, fact.message_id)
    if said is None:
        return
    parts = [said["body"][:LONGEST]]
    if getattr(fact, "opened", False):
        parts = [said["number"], said["subject"], said["customer_name"], said["customer_email"] or "",
                 said["customer_phone"] or "", *said["tags"], *map(str, said["fields"].values()), *parts]  # fmt: skip
    text = "\n".join(parts)
    store.learn_words(tx, fact.ticket_id, said["created_at"], normalise(text), index_words(text))
