"""Fill the postman's bag: take what is due, in one short transaction, and make letters of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from jishi.notify.delivery import rules, store
from jishi.notify.delivery.model import Letter, Office, Outcome, Recipient, State, Unsent
from jishi.notify.delivery.store import Waiting
from jishi.notify.model import Medium
from jishi.storage.transaction import Transaction

MOST = 8  # letters in a bag: they are sent side by side
LEASE = timedelta(minutes=5)  # after which whoever took it must have died
ALONG = timedelta(minutes=1)  # what would leave so soon afterwards goes along

Key = tuple[int, Medium, int | None]  # person, medium, the letter that it is in already


@dataclass(frozen=True, slots=True, kw_only=True)
class Bag:
    """`taken` also counts what was put off or will not be sent."""

    letters: tuple[Letter, ...]
    office: Office
    taken: int


async def claim(tx: Transaction) -> Bag:
    """Letters to send after this transaction. A letter that was begun before keeps its number and what is in it."""
    rows = await store.take_due(tx, at=tx.now, along=tx.now + ALONG, most=MOST)
    if not rows:
        return Bag(letters=(), office=Office(workspace="", server=None, subscriptions=()), taken=0)
    people = await store.recipients(tx, {row.person_id for row in rows})
    office = await store.office(tx, people)
    letters = []
    for (person_id, medium, _), group in _grouped(rows).items():
        letter = await _letter(tx, people[person_id], medium, group, office)
        if letter is not None:
            letters.append(letter)
    return Bag(letters=tuple(letters), office=office, taken=len(rows))


async def _letter(
    tx: Transaction, to: Recipient, medium: Medium, group: Sequence[Waiting], office: Office
) -> Letter | None:
    """What of a group is still to be sent, now; the rest is put off or given up."""
    leaving, ends = [], []
    for row in group:
        why = _no_way(row, to, office) or rules.too_late(row.item, tx.now)
        if why is None and row.letter is None:
            why = rules.fate(row.item, medium, to)
        if why is not None:
            ends.append((row, why))
        else:
            leaving.append(row)
    if ends:
        await store.suppress(tx, medium, ends)
    urgent = any(row.item.urgent for row in leaving)
    opens = rules.after_quiet(tx.now, to.preference, zone=to.zone, urgent=urgent)
    if not leaving:
        return None
    if opens > tx.now:
        await store.put_off(tx, medium, leaving, until=opens)
        return None
    letter = _letter_of(tx, to, medium, leaving)
    if letter.attempts >= rules.GIVE_UP_AFTER:
        # Whoever carried it never came back, time and again: it may well be what ends them.
        await store.settle(tx, letter, rules.last_word(_lost(letter), again=None), again=None)
        return None
    letter = replace(letter, attempts=letter.attempts + 1)
    await store.begin(tx, letter, until=tx.now + LEASE)
    return letter


def _letter_of(tx: Transaction, to: Recipient, medium: Medium, rows: Sequence[Waiting]) -> Letter:
    """As it was last tried, if it was."""
    return Letter(
        id=rows[0].letter or tx.new_id(),
        workspace_id=tx.workspace_id,
        medium=medium,
        to=to,
        items=tuple(row.item for row in rows),
        attempts=rows[0].attempts,
        reached=rows[0].reached,
    )


def _lost(letter: Letter) -> Outcome:
    return Outcome(state=State.WAITING, error="nobody came back from sending it", reached=letter.reached)


def _no_way(row: Waiting, to: Recipient, office: Office) -> Unsent | None:
    if not to.active:
        return Unsent.GONE
    if row.medium is Medium.EMAIL and office.server is None:
        return Unsent.NO_SERVER
    if row.medium is Medium.PUSH and all(each.person_id != to.person_id for each in office.subscriptions):
        return Unsent.NO_BROWSER
    return None


def _grouped(rows: Sequence[Waiting]) -> dict[Key, list[Waiting]]:
    groups: dict[Key, list[Waiting]] = {}
    for row in rows:
        groups.setdefault((row.person_id, row.medium, row.letter), []).append(row)
    return groups
