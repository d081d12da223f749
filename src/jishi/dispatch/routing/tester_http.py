"""The tester of routing rules over HTTP: describe a ticket, see where it would go."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

import msgspec
from litestar import post
from msgspec import Meta

from jishi.dispatch.routing import rules, store
from jishi.dispatch.routing.errors import CannotBeTried
from jishi.dispatch.routing.model import HISTORY, TRAITS, Rule, Traits
from jishi.dispatch.routing.parse_rule import FIXED
from jishi.dispatch.routing.rulebook import Rulebook, here, rulebook
from jishi.dispatch.routing.shapes import (
    NeedView,
    RoutingRuleRef,
    RuleTried,
    Word,
    Words,
    need_view,
    ref,
    tried_view,
)
from jishi.identity.find import team_names
from jishi.identity.guards import requires
from jishi.identity.model import Permission
from jishi.storage.transaction import Transaction

READ = [requires(Permission.SETTINGS_READ)]
Instant = Annotated[datetime, Meta(tz=True)]
NO_SUCH = "There is no such value here."


class RequestDescribed(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A ticket that could arrive; `text` is what the customer says, `history` what is known of them, `at` when it is,
    now if left out."""

    level: Word = "normal"
    type: Word | None = None
    tier: Word = "regular"
    channel: Word = "form"
    tags: Words = []
    fields: dict[Word, Word] = {}
    text: Annotated[str, Meta(max_length=20_000)] = ""
    language: Word | None = None
    mood: Word | None = None
    complexity: Word | None = None
    history: Words = msgspec.field(default_factory=lambda: ["new"])
    at: Instant | None = None


class TraitSeen(msgspec.Struct, kw_only=True):
    """What the rules saw."""

    trait: str
    values: list[str]


class RoutingVerdict(msgspec.Struct, kw_only=True):
    """`rule` is null when none is for such a ticket: then its type decides, and nothing is asked of its owner. `seen`
    is what rules asked about, as it is."""

    rule: RoutingRuleRef | None
    team: int | None
    team_name: str | None
    needs: list[NeedView]
    language: str
    level: str | None
    complexity: str | None
    seen: list[TraitSeen]
    tried: list[RuleTried]


@post("/routing-rules/test", guards=READ, tags=["dispatch"], status_code=200)
async def test_rules(tx: Transaction, data: RequestDescribed) -> RoutingVerdict:
    """Which rule would be for such a ticket, which were tried before and where each failed."""
    _refuse(data, (await here(tx)).values)
    book = await rulebook(tx)
    traits = book.traits(
        data.at or tx.now,
        level=data.level,
        tier=data.tier,
        channel=data.channel,
        type=data.type,
        language=data.language,
        tags=data.tags,
        fields={**data.fields, "mood": data.mood, "complexity": data.complexity},
        said=data.text,
        history=data.history,
    )
    everything = [store.as_rule(row) for row in await store.rules(tx)]
    return await verdict(tx, book, traits, everything)


async def verdict(tx: Transaction, book: Rulebook, traits: Traits, everything: list[Rule]) -> RoutingVerdict:
    """What the rules say of such a ticket."""
    rule = rules.match(book.rules, traits)
    team_id = None if rule is None else rule.team_id
    names = await team_names(tx, [] if team_id is None else [team_id])
    asked = sorted(book.asks & TRAITS) + sorted(f"field.{name}" for name in book.fields)
    return RoutingVerdict(
        rule=None if rule is None else ref(rule),
        team=team_id,
        team_name=None if team_id is None else names.get(team_id),
        needs=[] if rule is None else [need_view(need, book.skills.get(need.skill_id)) for need in rule.needs],
        language="wished" if rule is None else rule.language.value,
        level=None if rule is None else rule.level,
        complexity=None if rule is None else rule.complexity,
        seen=[TraitSeen(trait=trait, values=list(traits.of(trait))) for trait in asked],
        tried=[tried_view(each) for each in rules.try_rules(everything, traits)],
    )


def _refuse(data: RequestDescribed, known: Mapping[str, frozenset[str]]) -> None:
    """Raises CannotBeTried for values that no ticket can have."""
    names = ("level", "type", "tier", "channel", "mood", "complexity")
    given = {name: getattr(data, name) for name in names}
    values = {**FIXED, **known}
    wrong = [(name, NO_SUCH) for name, value in given.items() if value is not None and value not in values[name]]
    wrong += [(f"history.{n}", NO_SUCH) for n, value in enumerate(data.history) if value not in HISTORY]
    if wrong:
        raise CannotBeTried(errors=wrong)


routes = [test_rules]
