"""Tell the lead what nobody has, and the lead and the supervisors when there is more work than people."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from jishi.clock.model import Moment, Rung
from jishi.dispatch.facts import TicketQueued
from jishi.dispatch.peak.facts import BacklogGrew, PeakBegan
from jishi.dispatch.queues.see import crowd, urgencies
from jishi.identity.find import names_of, team_names
from jishi.identity.model import Role
from jishi.notify import rules, store
from jishi.notify.model import Medium, Notice, NoticeKind
from jishi.notify.tell import give, look, of_ticket
from jishi.storage import alarms
from jishi.storage.alarms import Alarm
from jishi.storage.transaction import Transaction

EVERY_WAY = (Medium.SCREEN, Medium.PUSH, Medium.EMAIL)
LEAD = Rung(moment=Moment.AT, to=("lead",), by=EVERY_WAY)
GATHERED = "notify.queue_gathered"
WHILE = timedelta(minutes=5)  # in which a lead hears of one team's queue once
URGENT, OTHER = "urgent", "other"  # gathered apart: what is urgent does not wait for what is not


async def nobody_has_it(tx: Transaction, fact: TicketQueued) -> None:
    """AFTERWARDS: nobody can take it; the team's lead hears of it, and by e-mail when it is urgent."""
    tx.gather(_tell_first, fact)


async def queue_gathered(tx: Transaction, alarm: Alarm) -> None:
    """An alarm: what has come to the queue since its lead was told, if anything has, in one notice."""
    team_id, _, which = alarm.key.partition(":")
    seen = await crowd(tx, int(team_id), urgent=which == URGENT)
    if seen is not None and seen.newest > alarm.at - WHILE:
        await _tell(tx, seen.oldest, alarm.key, {"why": seen.why, "reason": seen.reason})


async def peak_began(tx: Transaction, fact: PeakBegan) -> None:
    """AFTERWARDS: whoever can call in people knows how many. Who switched it on knows."""
    giver = fact.by.removeprefix("person:")
    names = await names_of(tx, [int(giver)] if giver.isdecimal() else [])
    said = {"why": fact.why, "short": fact.short, "until": fact.until, "by": next(iter(names.values()), None)}
    await _tell_of_team(tx, NoticeKind.PEAK, fact, said, but=int(giver) if giver.isdecimal() else None)


async def backlog_grew(tx: Transaction, fact: BacklogGrew) -> None:
    """AFTERWARDS: while there is time to do something about it."""
    said = {name: getattr(fact, name) for name in ("waiting", "wait", "target", "short")}
    await _tell_of_team(tx, NoticeKind.BACKLOG, fact, said)


async def _tell_first(tx: Transaction, facts: Sequence[TicketQueued]) -> None:
    """The first of a queue is told at once. What comes while its lead has just heard is told together, later."""
    urgent = await urgencies(tx, [fact.ticket_id for fact in facts])
    firsts: dict[str, TicketQueued] = {}
    for fact in facts:
        if fact.ticket_id in urgent:
            which = URGENT if urgent[fact.ticket_id] else OTHER
            firsts.setdefault(f"{fact.team_id or 0}:{which}", fact)
    told = await alarms.awaited(tx, GATHERED, firsts)
    for key, fact in firsts.items():
        if key not in told:
            await _tell(tx, fact.ticket_id, key, {"why": fact.why, "reason": fact.reason})


async def _tell(tx: Transaction, ticket_id: int, key: str, said: dict[str, Any]) -> None:
    scene = await look(tx, ticket_id)
    if scene is None or scene.owner_id is not None:
        return
    team_id, _, which = key.partition(":")
    seen = await crowd(tx, int(team_id), urgent=which == URGENT)
    notices = [
        Notice(
            id=0,
            person_id=person,
            ticket_id=ticket_id,
            kind=NoticeKind.UNASSIGNED,
            key=f"queued:{ticket_id}:{tx.now.isoformat()}",
            data={**of_ticket(scene), **said, "more": seen.waiting - 1 if seen else 0},
            media=EVERY_WAY if which == URGENT else (Medium.SCREEN, Medium.PUSH),
            at=tx.now,
        )
        for person in rules.audience(LEAD.to, scene)
    ]
    await give(tx, notices)
    tx.set_alarm(GATHERED, tx.now + WHILE, key=key)


async def _tell_of_team(
    tx: Transaction, kind: NoticeKind, fact: PeakBegan | BacklogGrew, said: dict[str, Any], *, but: int | None = None
) -> None:
    names = await team_names(tx, [fact.team_id])
    people = dict.fromkeys([*await store.leads(tx, fact.team_id), *await store.with_roles(tx, [Role.SUPERVISOR])])
    notices = [
        Notice(
            id=0,
            person_id=person,
            kind=kind,
            key=f"{kind}:{fact.team_id}:{fact.at.isoformat()}",
            data={"team_id": fact.team_id, "team": names.get(fact.team_id), **said},
            media=EVERY_WAY,
            at=tx.now,
        )
        for person in people or await store.with_roles(tx, [Role.MANAGER, Role.ADMINISTRATOR])
        if person != but
    ]
    await give(tx, notices)
