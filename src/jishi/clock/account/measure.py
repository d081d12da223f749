"""The measures of a ticket, from what happened to it. Pure. Amounts are told twice: on the wall, and of working time.

A wait begins with the first message of the customer that is not answered and ends with the first public answer.
`first_resolution` is the duration until the first solution, `total_resolution` all the time in which it was not solved.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from jishi.clock.account.model import Happening, Part, Spell
from jishi.clock.account.rules import ENDED
from jishi.clock.account.timeline import timeline
from jishi.clock.instants import micros
from jishi.clock.working_time import CompiledCalendar


@dataclass(frozen=True, slots=True)
class Amount:
    """Microseconds on the wall and of working time."""

    wall: int = 0
    working: int = 0

    def __add__(self, other: "Amount") -> "Amount":
        return Amount(self.wall + other.wall, self.working + other.working)


NOTHING = Amount()
_ENDS = {"TicketSolved", "TicketClosed", "TicketMerged", "TicketDiscarded"}


@dataclass(frozen=True, slots=True)
class Wait:
    """The customer waited from `since` until a human or the bot answered (`answered_by` None), or, without an answer,
    until the ticket was solved. Until is None while they still wait."""

    since: int
    until: int | None
    answered_by: int | None = None
    answered: bool = False
    amount: Amount = NOTHING


@dataclass(slots=True, kw_only=True)
class Measures:
    states: dict[str, Amount] = field(default_factory=dict)
    owners: dict[int, Amount] = field(default_factory=dict)
    teams: dict[int, Amount] = field(default_factory=dict)
    parts: dict[Part, Amount] = field(default_factory=dict)
    dispatch: Amount | None = None
    first_response: Wait | None = None
    waits: tuple[Wait, ...] = ()
    updates: tuple[Amount, ...] = ()
    updates_unpaused: tuple[Amount, ...] = ()
    first_resolution: Amount | None = None
    total_resolution: Amount | None = None
    reopen_count: int = 0


def measure(
    told: Sequence[Happening], spells: Sequence[Spell], hours: CompiledCalendar, *, note_answers: bool = False
) -> Measures:
    """`spells` cover the ticket's life, from its first message to now or to its end."""
    found = Measures(reopen_count=sum(it.kind == "TicketReopened" for it in told))
    _spend(found, spells, hours)
    if not spells:
        return found
    opened = spells[0].since
    answers = [answer for it in told if (answer := _answer(it, note_answers=note_answers))]
    if answers:
        at, by = answers[0]
        found.first_response = _timed(Wait(opened, max(at, opened), by, answered=True), hours)
    found.waits = tuple(_timed(wait, hours) for wait in _waits(told, note_answers=note_answers))
    found.dispatch = _until_first(told, "TicketAssigned", opened, hours)
    found.first_resolution = _until_first(told, "TicketSolved", opened, hours)
    if timeline(told)[-1][1].state in ENDED:
        found.total_resolution = _sum((spell for spell in spells if spell.standing.state not in ENDED), hours)
    gaps = [_between(spells, one, other) for (one, _), (other, _) in pairwise(answers)]
    found.updates = tuple(_sum(gap, hours) for gap in gaps)
    found.updates_unpaused = tuple(_sum((s for s in gap if s.standing.state != "pending"), hours) for gap in gaps)
    return found


def _spend(found: Measures, spells: Iterable[Spell], hours: CompiledCalendar) -> None:
    for spell in spells:
        amount, standing = _amount(spell.since, spell.until, hours), spell.standing
        found.states[standing.state] = found.states.get(standing.state, NOTHING) + amount
        found.parts[spell.part] = found.parts.get(spell.part, NOTHING) + amount
        if standing.state in ENDED:
            continue
        if standing.owner_id is not None:
            found.owners[standing.owner_id] = found.owners.get(standing.owner_id, NOTHING) + amount
        if standing.team_id is not None:
            found.teams[standing.team_id] = found.teams.get(standing.team_id, NOTHING) + amount


def _waits(told: Iterable[Happening], *, note_answers: bool) -> Iterator[Wait]:
    since: int | None = None
    own = False  # the customer answers themselves, and waits for nobody
    for it in told:
        at = micros(it.at)
        own = bool(it.data.get("own")) if it.kind == "SelfServed" else own
        if not own and (begins := _begins(it)) is not None:
            since = begins if since is None else min(since, begins)
        elif since is not None and (ends := _ends(it, own=own, note_answers=note_answers)):
            yield Wait(since, max(since, at), *ends)
            since = None
    if since is not None:
        yield Wait(since, None)


def _begins(it: Happening) -> int | None:
    """Since when the customer waits because of this, if they did not before."""
    if it.kind == "MessageReceived" and not it.data.get("automatic"):
        return micros(it.at)
    if it.kind == "TicketReopened" and it.data.get("why") == "not_satisfied":
        return micros(it.at)
    if it.kind == "TicketAbsorbed" and it.data.get("waiting_since"):
        return micros(datetime.fromisoformat(it.data["waiting_since"]))
    return None


def _ends(it: Happening, *, own: bool, note_answers: bool) -> tuple[int | None, bool] | None:
    """Who ended a wait by this, and whether by an answer; None when it goes on. A bot's answer is nobody's."""
    if answer := _answer(it, note_answers=note_answers):
        return answer[1], True
    if it.kind == "ReplySent" and it.data.get("author_kind") == "bot":
        return None, True
    return (None, False) if own or it.kind in _ENDS else None


def _answer(it: Happening, *, note_answers: bool) -> tuple[int, int | None] | None:
    """When a human answered, and who; None when this is not that."""
    by_agent = it.data.get("author_kind") == "agent"
    note = it.kind == "NoteAdded" and note_answers and bool(it.data.get("public"))
    if by_agent and (it.kind == "ReplySent" or note):
        return micros(it.at), it.data.get("person_id")
    return None


def _until_first(told: Iterable[Happening], kind: str, opened: int, hours: CompiledCalendar) -> Amount | None:
    at = next((micros(it.at) for it in told if it.kind == kind), None)
    return None if at is None else _amount(opened, at, hours)


def _between(spells: Sequence[Spell], since: int, until: int) -> list[Spell]:
    """The spells cut to [since, until), without those in which the desk held it for solved."""
    cut = (Spell(max(s.since, since), min(s.until, until), s.part, s.standing) for s in spells)
    return [spell for spell in cut if spell.since < spell.until and spell.standing.state not in ENDED]


def _sum(spells: Iterable[Spell], hours: CompiledCalendar) -> Amount:
    return sum((_amount(spell.since, spell.until, hours) for spell in spells), NOTHING)


def _timed(wait: Wait, hours: CompiledCalendar) -> Wait:
    amount = NOTHING if wait.until is None else _amount(wait.since, wait.until, hours)
    return Wait(wait.since, wait.until, wait.answered_by, wait.answered, amount)


def _amount(since: int, until: int, hours: CompiledCalendar) -> Amount:
    return Amount(max(0, until - since), hours.elapsed_micros(since, until))
