"""Take the shifts of a file over into the roster: all of them or none, and looked at first."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from asyncpg import Record

from jishi.storage.transaction import Transaction
from jishi.workforce.roster import rules, store
from jishi.workforce.roster.draw import detach, say
from jishi.workforce.roster.errors import UnreadableRoster
from jishi.workforce.roster.files.model import Flaw, GivenRoster, GivenShift
from jishi.workforce.roster.model import Shift, Source, Span
from jishi.workforce.roster.turns import hold, settle

MOST_NAMED = 100
NOBODY = "There is no such colleague here."
SEVERAL = "Several colleagues are called so. Write the e-mail address instead."
TAKEN = "They already have a shift then."
TWICE = "Another line has a shift of theirs then."


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A line of the file whose person is known. `is_known`: the very same shift is there, so nothing is to be done."""

    given: GivenShift
    person_id: int
    name: str
    is_known: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What an import would do: shifts to add, those to take away for them, and the lines that are wrong."""

    rows: tuple[Planned, ...]
    removed: tuple[Shift, ...]
    flaws: tuple[Flaw, ...]

    @property
    def new(self) -> list[Planned]:
        return [row for row in self.rows if not row.is_known]


async def plan_import(tx: Transaction, given: GivenRoster, *, instead: bool = False) -> Plan:
    """What this file would change. `instead`: shifts of the same people that have not begun, and are not in the file,
    make room from its first day to its last."""
    names = _by_name(await store.colleagues(tx))
    flaws = list(given.flaws)
    found: dict[int, list[GivenShift]] = defaultdict(list)
    called: dict[int, str] = {}
    for each in given.shifts:
        people = next((people for who in each.who if (people := names.get(_key(who)))), {})
        if len(people) != 1:
            flaws.append(Flaw(line=each.line, what=each.what, why=SEVERAL if people else NOBODY))
            continue
        (person_id, name), = people.items()  # fmt: skip
        found[person_id].append(each)
        called[person_id] = name
    there, removed = await _present(tx, found, instead=instead)
    rows: list[Planned] = []
    for person_id, wanted in found.items():
        rows += _rows(person_id, called[person_id], wanted, there[person_id], flaws)
    rows.sort(key=lambda row: (row.given.line, row.given.span.start))
    return Plan(rows=tuple(rows), removed=tuple(removed), flaws=tuple(sorted(flaws, key=lambda flaw: flaw.line)))


async def import_shifts(
    tx: Transaction, given: GivenRoster, *, instead: bool = False, skip_wrong: bool = False
) -> tuple[Plan, int]:
    """The plan, done, and how many shifts were added. Raises UnreadableRoster, unless `skip_wrong`, with every line."""
    people = (await plan_import(tx, given, instead=instead)).rows
    duties = await hold(tx, {row.person_id for row in people})
    plan = await plan_import(tx, given, instead=instead)  # nobody changes theirs any more
    if plan.flaws and not skip_wrong:
        raise UnreadableRoster([(f"lines.{flaw.line}", flaw.why) for flaw in plan.flaws[:MOST_NAMED]])
    await tx.reserve_ids(len(plan.new))
    shifts = [_shift(tx, row) for row in plan.new]
    await detach(tx, plan.removed)
    await store.remove_shifts(tx, [shift.id for shift in plan.removed])
    await store.add_shifts(tx, shifts)
    if shifts or plan.removed:
        await say(tx, "imported", [*shifts, *plan.removed])
    await settle(tx, duties)
    return plan, len(shifts)


def _by_name(colleagues: Iterable[Record]) -> dict[str, dict[int, str]]:
    """Colleagues by name and by address: several may share a name."""
    found: dict[str, dict[int, str]] = defaultdict(dict)
    for row in colleagues:
        for called in (row["name"], row["email"]):
            found[_key(called)][row["id"]] = row["name"]
    return found


def _key(who: str) -> str:
    return "".join(who.split()).casefold()


async def _present(
    tx: Transaction, found: Mapping[int, Sequence[GivenShift]], *, instead: bool
) -> tuple[dict[int, list[Shift]], list[Shift]]:
    """The shifts that stay, of each person, and those that make room."""
    stay: dict[int, list[Shift]] = {person_id: [] for person_id in found}
    spans = [each.span for wanted in found.values() for each in wanted]
    if not spans:
        return stay, []
    first, last = min(span.start for span in spans), max(span.end for span in spans)
    removed = []
    for shift in await store.shifts(tx, first, last, person_ids=found):
        same = any(each.span == shift.span for each in found[shift.person_id])
        if instead and not same and shift.starts_at > tx.now:
            removed.append(shift)
        else:
            stay[shift.person_id].append(shift)
    return stay, removed


def _rows(
    person_id: int, name: str, wanted: Sequence[GivenShift], there: Collection[Shift], flaws: list[Flaw]
) -> list[Planned]:
    known = {shift.span for shift in there}
    seen: set[Span] = set()
    rows, new = [], []
    for each in wanted:
        if each.span in known and each.span not in seen:
            rows.append(Planned(given=each, person_id=person_id, name=name, is_known=True))
        else:
            new.append(each)
        seen.add(each.span)
    wrong = set(rules.collisions([each.span for each in new], known))
    for number, each in enumerate(new):
        if number in wrong:
            taken = rules.collisions([each.span], known)
            flaws.append(Flaw(line=each.line, what=each.what, why=TAKEN if taken else TWICE))
        else:
            rows.append(Planned(given=each, person_id=person_id, name=name))
    return rows


def _shift(tx: Transaction, row: Planned) -> Shift:
    return Shift(
        id=tx.new_id(),
        person_id=row.person_id,
        starts_at=row.given.span.start,
        ends_at=row.given.span.end,
        name=row.given.name,
        note=row.given.note,
        source=Source.IMPORTED,
        entered_at=tx.now,
    )
