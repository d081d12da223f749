"""The whole way of one request that does not exist."""

from dataclasses import replace
from datetime import datetime
from math import isfinite
from typing import Any

from jishi.channels.dry_run.imagine import Imagined, asked, imagine, promised
from jishi.channels.dry_run.shapes import Asker, DryRun, QueueSeen, TriageSeen, WordsFound
from jishi.clock.foretell import foretell_all
from jishi.clock.policy_shapes import ref as policy_ref
from jishi.clock.tester_http import Because
from jishi.dispatch import explain
from jishi.dispatch.forecast.see import forecasts
from jishi.dispatch.foresee import Foreseen, foresee
from jishi.dispatch.model import WHOLE_DESK
from jishi.dispatch.routing.foretell import try_all
from jishi.dispatch.routing.shapes import need_view, tried_view
from jishi.dispatch.routing.shapes import ref as rule_ref
from jishi.dispatch.show_considered import show_considered
from jishi.identity.views import TeamName
from jishi.storage.transaction import Transaction
from jishi.tickets.receive import Incoming


async def run_one(tx: Transaction, incoming: Incoming, at: datetime, *, language: str) -> DryRun:
    """Nothing is created, nothing is held. Sentences are in `language`."""
    [seen] = await imagine(tx, [(incoming, at)])
    rule = seen.sorted.rule
    story = DryRun(
        at=at,
        subject=seen.ticket.subject,
        channel=seen.ticket.channel,
        requester=_asker(seen),
        triage=_triage(incoming, seen),
        rule=None if rule is None else rule_ref(rule),
        tried=[tried_view(each) for each in await try_all(tx, seen.sorted.traits)],
        level=seen.ticket.level,
        complexity=_text(seen.ticket.fields.get("complexity")),
        needs=[need_view(need, need.name) for need in seen.sorted.needs],
        language_need="wished" if rule is None else rule.language.value,
    )
    if not seen.is_blocked:
        foreseen = await _foreseen(tx, seen)
        await _tell_promises(tx, story, seen, foreseen.placed.asked.team_id)
        await _tell_owner(tx, story, foreseen, language=language)
    return story


async def _foreseen(tx: Transaction, seen: Imagined) -> Foreseen:
    sent_to = {} if seen.sorted.team_id is None else {seen.ticket.id: seen.sorted.team_id}
    there = replace(seen.ticket, team_id=seen.sorted.team_id)
    _, _, targets = await promised(tx, there, automatic=seen.incoming.automatic)
    [foreseen] = await foresee(tx, [asked(seen, targets)], sent_to=sent_to)
    return foreseen


async def _tell_promises(tx: Transaction, story: DryRun, seen: Imagined, team_id: int | None) -> None:
    ticket = replace(seen.ticket, team_id=team_id)
    found, matched, targets = await promised(tx, ticket, automatic=seen.incoming.automatic)
    if matched is None:
        return
    customer_id = ticket.customer_id or None
    story.policy = policy_ref(matched.policy)
    story.because = [Because(trait=trait, value=value) for trait, value in matched.because]
    story.promises = await foretell_all(
        tx, found, matched, targets, story.at, team_id=team_id, customer_id=customer_id
    )  # fmt: skip


async def _tell_owner(tx: Transaction, story: DryRun, foreseen: Foreseen, *, language: str) -> None:
    ticket, decision, scene = foreseen.placed
    team = foreseen.book.team(ticket.team_id)
    story.team = None if team is None else TeamName(id=team.id, name=team.name)
    story.routed = foreseen.route.why.value
    story.mode, story.strategy = scene.queue(ticket).mode.value, decision.strategy.value
    story.reason = explain.sentence(decision.why, decision.params, language)
    story.considered = await show_considered(tx, decision.considered, language=language)
    story.owner = next((each.agent for each in story.considered if each.agent.id == decision.agent_id), None)
    forecast = (await forecasts(tx)).get(ticket.team_id or WHOLE_DESK)
    if forecast is not None:
        story.queue = QueueSeen(
            team=story.team,
            waiting=forecast.picture.waiting,
            forecast=round(forecast.wait, 1) if isfinite(forecast.wait) else None,
            here=forecast.picture.here,
            free=forecast.picture.free,
        )


def _asker(seen: Imagined) -> Asker:
    history = list(seen.sorted.traits.history)
    return Asker(
        id=seen.customer.id or None,
        name=seen.customer.name,
        tier=seen.customer.tier,
        is_blocked=seen.is_blocked,
        history=history or None,
    )


def _triage(given: Incoming, seen: Imagined) -> TriageSeen:
    """`given` as it came, `seen.incoming` with what was read off it."""
    fields = seen.incoming.fields
    said = {"type": given.type, "level": given.level, "language": given.language, **given.fields}
    return TriageSeen(
        type=seen.incoming.type,
        level=seen.incoming.level or "normal",
        language=seen.ticket.language,
        mood=_text(fields.get("mood")),
        complexity=_text(fields.get("complexity")),
        fields={name: value for name, value in fields.items() if name not in {"mood", "complexity"}},
        given=[name for name, value in said.items() if value is not None],
        because=[
            WordsFound(sets=each.sets.value, value=each.value, words=list(each.words))
            for each in (seen.triage.because if seen.triage else ())
        ],
    )


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
