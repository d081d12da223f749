"""Draws docs/flow.md from reactions.py and from the rules of a ticket's states, so that the page cannot be wrong.

python build/flow.py            write the page
python build/flow.py --check    only say whether it is up to date
"""

import importlib
import inspect
import pkgutil
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jishi
from jishi.kernel.errors import Conflict
from jishi.kernel.facts import Fact
from jishi.reactions import AFTERWARDS, ALARMS, AT_ONCE
from jishi.tickets import rules
from jishi.tickets.junk import rules as junk
from jishi.tickets.model import Author, Discard, Message, State, Ticket
from jishi.tickets.talk import rules as talk

PAGE = Path(__file__).resolve().parent.parent / "docs" / "flow.md"
SOURCE = "../src/jishi"
HEAD = """# What follows from what

Drawn by `make flow` from [`reactions.py`](../src/jishi/reactions.py) and
[`tickets/rules.py`](../src/jishi/tickets/rules.py); a test fails when it is stale. Do not edit it.

A verb records facts. What follows **at once** runs in the same transaction as the fact, so the two can never disagree;
what follows **afterwards** is run by a worker from the journal: in order per ticket, retried, each (fact, reaction)
once in effect. **Alarms** ring at an instant somebody set.
"""
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
OWNER, SOMEONE = 1, 2
JUNK: dict[State, dict[str, Any]] = {
    State.DISCARDED: {"discarded_at": NOON, "discarded_from": State.OPEN, "discarded_why": Discard.DELETED}
}

Moved = Callable[[Ticket], rules.Outcome]
MOVES: dict[str, Moved] = {
    "the customer writes": lambda ticket: talk.hear(ticket, said(Author.CUSTOMER), by="customer:3"),
    "reply": lambda ticket: talk.answer(ticket, said(Author.AGENT), by="person:1"),
    "assign": lambda ticket: rules.assign(ticket, SOMEONE, team_id=None, by="person:1", at=NOON),
    "return to the queue": lambda ticket: rules.give_back(ticket, by="person:1", at=NOON),
    "wait for the customer": lambda ticket: rules.pend(ticket, until=None, reason=None, by="person:1", at=NOON),
    "hold": lambda ticket: rules.hold(ticket, until=None, reason=None, by="person:1", at=NOON),
    "resume": lambda ticket: rules.resume(ticket, by="person:1", at=NOON),
    "solve": lambda ticket: rules.solve(ticket, outcome=None, by="person:1", person_id=OWNER, at=NOON),
    "the customer is content": lambda ticket: word(ticket, satisfied=True),
    "the customer is not content": lambda ticket: word(ticket, satisfied=False),
    "reopen": lambda ticket: rules.reopen(ticket, by="person:1", at=NOON),
    "close": lambda ticket: rules.close(ticket, by="person:1", at=NOON, why="asked"),
    "throw away": lambda ticket: junk.discard(ticket, why=Discard.SPAM, by="person:1", at=NOON),
    "restore": lambda ticket: junk.restore(ticket, by="person:1", at=NOON),
}


def draw() -> str:
    """The whole page."""
    for module in pkgutil.walk_packages(jishi.__path__, "jishi."):
        if module.name.endswith(".facts"):
            importlib.import_module(module.name)
    return "\n".join([HEAD, *facts(), *reactions(), *alarms(), *states(), *links()])


def facts() -> Iterator[str]:
    """Every fact, package by package, with what follows from it."""
    yield "## Facts\n"
    for package in packages():
        told = [kind for kind in kinds() if package_of(kind) == package]
        active = [kind for kind in told if kind in AT_ONCE or kind in AFTERWARDS]
        yield f"### {package}\n"
        if active:
            yield from table(
                ["fact", "at once", "afterwards"],
                [
                    [f"`{kind.__name__}`", names(AT_ONCE.get(kind, ())), names(AFTERWARDS.get(kind, ()))]
                    for kind in active
                ],
            )
        if quiet := [f"`{kind.__name__}`" for kind in told if kind not in active]:
            yield f"Kept in the journal, nothing follows: {', '.join(quiet)}.\n"


def reactions() -> Iterator[str]:
    """Every reaction once, with the file it stands in and what it says of itself."""
    yield "## Reactions\n"
    rows = [[label(verb), sentence(verb)] for verb in sorted(verbs(), key=label)]
    yield from table(["reaction", "what it does"], rows)


def alarms() -> Iterator[str]:
    yield "## Alarms\n"
    yield from table(
        ["alarm", "reaction", "what it means"],
        [[f"`{name}`", label(verb), sentence(verb)] for name, verb in ALARMS.items()],
    )


def states() -> Iterator[str]:
    """What each move makes of a ticket in each state, found by moving one."""
    yield "## States\n"
    yield "What becomes of a ticket that has an owner, or is new. · leaves the state as it is, – is refused.\n"
    yield from table(
        ["", *(f"`{state}`" for state in State)],
        [[move, *(outcome(how, state) for state in State)] for move, how in MOVES.items()],
    )


def outcome(move: Moved, state: State) -> str:
    ticket = Ticket(
        id=1, number="20260302001", subject="", state=state, channel="chat", customer_id=3,
        owner_id=None if state is State.NEW else OWNER, created_at=NOON, filed_at=NOON, updated_at=NOON,
        waiting_since=NOON, solved_at=NOON if state in rules.ENDED else None, **JUNK.get(state, {}),
    )  # fmt: skip
    try:
        after, _ = move(ticket)
    except Conflict:
        return "–"
    return "·" if after.state is state else after.state.value


def said(by: Author) -> Message:
    at = NOON + timedelta(minutes=1)
    return Message(
        id=1, ticket_id=1, author_kind=by, author_id=OWNER, author_name="", public=True, channel="chat", body="",
        received_at=at, filed_at=at,
    )  # fmt: skip


def word(ticket: Ticket, *, satisfied: bool) -> rules.Outcome:
    return rules.confirm(ticket, satisfied=satisfied, score=None, comment=None, by="customer:3", at=NOON)


def kinds() -> list[type[Fact]]:
    """The desk's facts that are recorded: the classes that others are derived from are not, nor are those of a test."""
    ours = [kind for kind in Fact.registry.values() if kind.__module__.startswith("jishi.")]
    parents = {base for kind in ours for base in kind.__mro__[1:]}
    return [kind for kind in ours if kind not in parents]


def packages() -> list[str]:
    """In the order in which imports point: from the customer's side down to the ground."""
    order = ("tickets", "clock", "dispatch", "workforce", "identity", "channels")
    found = {package_of(kind) for kind in kinds()}
    return [name for name in order if name in found] + sorted(found - set(order))


def package_of(kind: type[Fact]) -> str:
    return kind.__module__.split(".")[1]


def names(of: Iterable[Callable[..., object]]) -> str:
    return ", ".join(label(verb) for verb in of)


def verbs() -> set[Callable[..., object]]:
    return {verb for page in (AT_ONCE, AFTERWARDS) for follow in page.values() for verb in follow}


def links() -> Iterator[str]:
    """Where the labels in brackets lead."""
    for verb in sorted({*verbs(), *ALARMS.values()}, key=label):
        yield f"{label(verb)}: {where(verb)}"
    yield ""


def label(verb: Callable[..., object]) -> str:
    return f"[{verb.__module__.split('.')[1]}.{verb.__name__}]"


def where(verb: Callable[..., object]) -> str:
    return f"{SOURCE}/{verb.__module__.removeprefix('jishi.').replace('.', '/')}.py"


def sentence(verb: Callable[..., object]) -> str:
    """The first paragraph of its docstring, on one line."""
    doc = inspect.getdoc(verb) or ""
    said = " ".join(doc.split("\n\n")[0].split()).removeprefix("AT_ONCE: ").removeprefix("AFTERWARDS: ")
    return said[:1].upper() + said[1:]


def table(head: list[str], rows: Iterable[list[str]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield "| " + " | ".join(row) + " |"
    yield ""


def main(arguments: list[str]) -> int:
    drawn = draw()
    if arguments == ["--check"]:
        return 0 if PAGE.read_text("utf-8") == drawn else 1
    PAGE.write_text(drawn, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
