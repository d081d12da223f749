"""Which rule is for a ticket that nobody owns, before somebody is looked for."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from jishi.dispatch.routing import rules, store
from jishi.dispatch.routing.model import Rule
from jishi.dispatch.routing.rulebook import Rulebook, rulebook
from jishi.storage.transaction import Transaction, concerned
from jishi.tickets.classify import UNCHANGED, classify
from jishi.tickets.facts import LevelChanged, MessageReceived, TicketFact, TicketMovedToTeam
from jishi.tickets.model import Level

DISPATCHER = "dispatcher"


def may_matter(fact: TicketFact) -> bool:
    """What the dispatcher did itself does not, nor what is said when a ticket is opened: that it was is told too."""
    said_later = isinstance(fact, MessageReceived) and (fact.opened or fact.owner_id is not None)
    return fact.by != DISPATCHER and not said_later


@concerned(may_matter)
async def sort_out(tx: Transaction, fact: TicketFact) -> None:
    """Something became of the ticket that rules may ask about."""
    if may_matter(fact):
        tx.gather(sort, fact, first=True)  # before an owner is looked for, whatever came before it in the batch


async def sort(tx: Transaction, facts: Sequence[TicketFact]) -> None:
    """Route the tickets of a whole batch at once. A workspace that never had a rule pays nothing for them."""
    book = await rulebook(tx)
    if not book.used:
        return
    telling = [fact for fact in facts if not isinstance(fact, MessageReceived) or book.words]
    levelled = {fact.ticket_id for fact in telling if isinstance(fact, LevelChanged)}
    await route(tx, book, {fact.ticket_id for fact in telling}, levelled=levelled)


async def leave_route(tx: Transaction, fact: TicketMovedToTeam) -> None:
    """AT_ONCE: what a person decides counts, also in the moment before the ticket is sorted again."""
    if fact.by != DISPATCHER:
        store.leave_route(tx, fact.ticket_id, team_id=fact.team_id)


async def route(tx: Transaction, book: Rulebook, ids: Collection[int], *, levelled: Collection[int] = ()) -> list[int]:
    """Keep which rule is for each of these tickets; those for which that is another than before. The rule's level and
    complexity are set when it becomes the ticket's, and not on `levelled`, whose level a person has just chosen."""
    if not ids:
        return []
    seen = await store.asked(tx, sorted(ids), text=bool(book.words), history="history" in book.asks)
    found = {row["id"]: _rule_for(row, book, tx) for row in seen}
    changed = [row for row in seen if _is_news(row, found[row["id"]], book)]
    kept = [(row["id"], rule, _team(rule, book), _needs(rule, book)) for row in changed if (rule := found[row["id"]])]
    if kept:
        store.keep_routes(tx, kept)
    if gone := [row["id"] for row in changed if found[row["id"]] is None]:
        store.drop_routes(tx, gone)
    await _set(tx, [(row, rule) for row in changed if (rule := found[row["id"]])], levelled)
    return [row["id"] for row in changed]


def _rule_for(row: Mapping[str, Any], book: Rulebook, tx: Transaction) -> Rule | None:
    """The first rule that is for the ticket, unless a person chose another team than it names."""
    traits = book.traits(
        tx.now,
        level=row["level"],
        tier=row["tier"],
        channel=row["channel"],
        type=row["type"],
        language=row["language"],
        tags=row["tags"],
        fields=row["fields"],
        said=row["said"] or "",
        history=row["history"] or (),
    )
    rule = rules.match(book.rules, traits)
    overruled = rule is not None and row["chosen"] and rule.team_id not in {None, row["team_id"]}
    return None if overruled else rule


def _is_news(row: Mapping[str, Any], rule: Rule | None, book: Rulebook) -> bool:
    now = (None, None, None) if rule is None else (rule.id, rule.version, _team(rule, book))
    return now != (row["rule_id"], row["rule_version"], row["sent_to"])


def _team(rule: Rule, book: Rulebook) -> int | None:
    """Where the rule sends it, while that team exists."""
    return rule.team_id if rule.team_id in book.teams else None


def _needs(rule: Rule, book: Rulebook) -> list[dict[str, Any]]:
    """As the dispatcher reads them. A skill that exists no more is asked of nobody."""
    return [
        {
            "skill_id": need.skill_id,
            "name": book.skills[need.skill_id],
            "grade": need.grade,
            "required": need.required,
            "drop_after": need.drop_after,
        }
        for need in rule.needs
        if need.skill_id in book.skills
    ]


async def _set(tx: Transaction, became: Sequence[tuple[Mapping[str, Any], Rule]], levelled: Collection[int]) -> None:
    """The level and the complexity of rules that became those of their tickets."""
    wanted = [(row, rule) for row, rule in became if row["rule_id"] != rule.id and (rule.level or rule.complexity)]
    if wanted:
        await store.dispatch_alone(tx)
    for row, rule in wanted:
        level = rule.level if row["id"] not in levelled else None
        await classify(
            tx,
            row["id"],
            level=UNCHANGED if level is None else Level(level),
            fields=UNCHANGED if rule.complexity is None else {"complexity": rule.complexity},
            by=DISPATCHER,
        )
