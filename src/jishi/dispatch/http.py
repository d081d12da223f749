"""Why a ticket has its owner, and whether the same would be decided again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec
from asyncpg import Record
from litestar import get

from jishi.dispatch import explain, replay, store
from jishi.dispatch.errors import DecidedLongAgo, NoSuchDecision, NotDecidedByRule
from jishi.dispatch.model import Considered, Merit
from jishi.identity.guards import requires
from jishi.identity.model import Caller, Permission
from jishi.identity.parameters import After, Id, Limit
from jishi.identity.views import AgentName, TeamName
from jishi.kernel import cursors
from jishi.storage.transaction import Transaction
from jishi.tickets.find import find
from jishi.tickets.scope import check_scope, is_guest

READ = [requires(Permission.TICKETS_READ)]
READ_ALL = [requires(Permission.TICKETS_READ_ALL)]
Row = Mapping[str, Any]


class SkillHeld(msgspec.Struct, kw_only=True):
    id: int
    name: str
    grade: int


class MeritView(msgspec.Struct, kw_only=True):
    """One reason to prefer somebody: less is better, and the first that differs settles it."""

    why: str
    value: float
    text: str


class ConsideredView(msgspec.Struct, kw_only=True):
    """Somebody the dispatcher looked at. `why` says why not; `score` is more for the better placed."""

    agent: AgentName
    eligible: bool
    why: str | None
    score: float | None
    load: int
    capacity: int
    skills: list[SkillHeld]
    languages: list[str]
    shift_until: datetime | None
    merits: list[MeritView]


class Tally(msgspec.Struct, kw_only=True):
    """How many were considered, and how many of them could have taken the ticket."""

    considered: int
    able: int


class DecisionView(msgspec.Struct, kw_only=True):
    """`agent` is null when nobody could take it, or it was given back. `by` is `dispatcher` or `person:12`; `fallback`
    what was wished for and let go; `scene` the instant and the settings under which it was decided. Of an old decision
    there is only the `tally` of those who were considered, which is null while they are known."""

    id: int
    at: datetime
    agent: AgentName | None
    team: TeamName | None
    by: str
    reason: str
    strategy: str | None
    rule: str | None
    fallback: list[str]
    scene: dict[str, Any] | None
    considered: list[ConsideredView]
    tally: Tally | None


class Decisions(msgspec.Struct, kw_only=True):
    items: list[DecisionView]
    next: str | None = None


class Replayed(msgspec.Struct, kw_only=True):
    """What is decided on the same record today, and whether that is the same."""

    same: bool
    agent: AgentName | None
    reason: str


@get("/tickets/{ticket_id:int}/assignments", guards=READ)
async def list_assignments(
    tx: Transaction, caller: Caller, ticket_id: Id, limit: Limit = 50, after: After = None
) -> Decisions:
    """Every decision about who owns the ticket, oldest first, in the caller's language. Who else was considered, and
    how busy they were, is only for those who see all tickets."""
    await find(tx, ticket_id)
    await check_scope(tx, caller, ticket_id)
    place = cursors.decode(after)[1] if after else 0
    rows = await store.decisions(tx, ticket_id, after=place, limit=limit + 1)
    more, rows = len(rows) > limit, rows[:limit]
    seen = {row["id"]: [replay.unpack(packed) for packed in row["considered"]] for row in rows}
    people = await store.names(tx, sorted({each.id for considered in seen.values() for each in considered}))
    skills = await store.skill_names(tx)
    shown = Shown(people, skills, caller.language, guest=is_guest(caller))
    items = [shown.decision(row, seen[row["id"]]) for row in rows]
    return Decisions(items=items, next=cursors.encode(None, rows[-1]["id"]) if more else None)


@get("/tickets/{ticket_id:int}/assignments/{assignment_id:int}/replay", guards=READ_ALL)
async def replay_assignment(tx: Transaction, caller: Caller, ticket_id: Id, assignment_id: Id) -> Replayed:
    """Decide again, by today's rules, on what was seen then. Nothing changes."""
    await find(tx, ticket_id)
    await check_scope(tx, caller, ticket_id)
    rows = await store.decisions(tx, ticket_id, after=assignment_id - 1, limit=1)
    if not rows or rows[0]["id"] != assignment_id:
        raise NoSuchDecision
    [row] = rows
    if row["tally"] is not None:
        raise DecidedLongAgo
    if row["asked"] is None or row["scene"] is None:
        raise NotDecidedByRule
    people = await store.names(tx, sorted({packed[0] for packed in row["considered"]}))
    names = {person_id: person["name"] for person_id, person in people.items()}
    again = replay.replay(row["asked"], row["considered"], row["scene"], names, code=row["code"])
    params = {**again.params, "team": row["params"].get("team")}
    agent = None
    if again.agent_id is not None:
        agent = AgentName(id=again.agent_id, name=names.get(again.agent_id, f"#{again.agent_id}"))
    return Replayed(
        same=replay.is_same(row, again), agent=agent, reason=explain.sentence(again.why, params, caller.language)
    )


class Shown:
    """Decisions in a language, with the names of people and skills of today."""

    def __init__(
        self, people: Mapping[int, Record], skills: Mapping[int, str], language: str, *, guest: bool = False
    ) -> None:
        self._people = people
        self._skills = skills
        self._language = language
        self._guest = guest

    def decision(self, row: Row, considered: list[Considered]) -> DecisionView:
        if self._guest:
            row = {**row, "agent_email": None, "scene": None, "params": explain.without_figures(row["params"])}
            considered = []
        return DecisionView(
            id=row["id"],
            at=row["at"],
            agent=_agent(row),
            team=_team(row),
            by=row["by"],
            reason=explain.sentence(row["code"], row["params"], self._language),
            strategy=row["strategy"],
            rule=(row["asked"] or {}).get("rule"),
            fallback=list(explain.let_go(row["params"], zh=self._language.startswith("zh"))),
            scene=row["scene"],
            considered=[self.considered(each) for each in considered if each.id in self._people],
            tally=Tally(**tally) if (tally := row["tally"]) else None,
        )

    def considered(self, seen: Considered) -> ConsideredView:
        who, person = seen.candidate, self._people[seen.id]
        why_not = seen.why_not
        return ConsideredView(
            agent=AgentName(id=seen.id, name=person["name"], email=person["email"]),
            eligible=why_not is None,
            why=why_not and explain.why_not(why_not, self._language, load=seen.load, capacity=seen.capacity),
            score=seen.score,
            load=seen.load,
            capacity=seen.capacity,
            skills=[
                SkillHeld(id=skill_id, name=self._skills.get(skill_id, f"#{skill_id}"), grade=grade)
                for skill_id, grade in sorted(who.skills.items())
            ],
            languages=sorted(who.languages),
            shift_until=who.shift_until,
            merits=[self.merit(each) for each in seen.rank.merits] if seen.rank else [],
        )

    def merit(self, merit: Merit) -> MeritView:
        return MeritView(why=merit.why, value=merit.value, text=explain.merit(merit.why, self._language))


# A colleague or a team may have been removed since: then only the number is known.
def _agent(row: Row) -> AgentName | None:
    found = row["agent_id"]
    return (
        None if found is None else AgentName(id=found, name=row["agent_name"] or f"#{found}", email=row["agent_email"])
    )


def _team(row: Row) -> TeamName | None:
    found = row["team_id"]
    return None if found is None else TeamName(id=found, name=row["team_name"] or f"#{found}")


routes = [list_assignments, replay_assignment]
