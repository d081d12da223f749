"""A workspace's routing rules, ready to be asked, kept in memory until somebody changes a setting."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from jishi.clock.promise import asked_fields
from jishi.clock.standards import standards
from jishi.clock.working_time import CompiledCalendar, around_the_clock
from jishi.dispatch.routing import store
from jishi.dispatch.routing.find_problems import Here
from jishi.dispatch.routing.model import Rule, Traits
from jishi.dispatch.routing.words import occurs, plain
from jishi.identity import settings
from jishi.storage.transaction import Transaction

A_MOMENT = timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """The rules that are in force, in their order, and what they ask about. `used`: there are rules, or were once."""

    version: int
    rules: tuple[Rule, ...]
    used: bool = True
    teams: frozenset[int] = frozenset()
    skills: Mapping[int, str] = field(default_factory=dict)
    zone: str
    hours: CompiledCalendar
    words: Mapping[str, str] = field(init=False)  # those that rules look for in what is said, as `plain` makes them
    fields: frozenset[str] = field(init=False)
    asks: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        conditions = [condition for rule in self.rules for condition in rule.when]
        said = {value: plain(value) for each in conditions if each.trait == "text" for value in each.among}
        object.__setattr__(self, "words", said)
        object.__setattr__(self, "asks", frozenset(each.trait for each in conditions))
        object.__setattr__(self, "fields", frozenset(name[6:] for name in self.asks if name.startswith("field.")))

    def found_in(self, said: str) -> tuple[str, ...]:
        """The words of rules that somebody used."""
        heard = plain(said)
        return tuple(word for word, wanted in self.words.items() if occurs(wanted, heard))

    def traits(
        self,
        at: datetime,
        *,
        level: str,
        tier: str,
        channel: str,
        type: str | None = None,  # noqa: A002 - the field's own name
        language: str | None = None,
        tags: Sequence[str] = (),
        fields: Mapping[str, Any] | None = None,
        said: str = "",
        history: Sequence[str] = (),
    ) -> Traits:
        """Such a ticket as the rules see it at that instant."""
        given, local = dict(fields or {}), at.astimezone(ZoneInfo(self.zone))
        texts: dict[str, tuple[str, ...]] = {}
        for name, text in asked_fields(given, self.fields):
            texts[name] = (*texts.get(name, ()), text)
        return Traits(
            type=type,
            level=level,
            tier=tier,
            channel=channel,
            language=language,
            mood=_word(given.get("mood")),
            complexity=_word(given.get("complexity")),
            weekday=str(local.weekday()),
            hour=str(local.hour),
            hours="open" if self.hours.elapsed(at, at + A_MOMENT) else "closed",
            tag=tuple(tags),
            text=self.found_in(said) if said else (),
            history=tuple(history),
            fields=texts,
        )


async def rulebook(tx: Transaction) -> Rulebook:
    """The rules as of now: from memory, unless some setting was changed since."""
    standing = await standards(tx)
    key = ("rulebook", tx.workspace_id)
    known = tx.database.memory.get(key)
    if isinstance(known, Rulebook) and known.version == standing.version:
        return known
    default = standing.default_calendar
    book = Rulebook(
        version=standing.version,
        rules=tuple(rule for row in await store.rules(tx) if (rule := store.as_rule(row)).active),
        used=await store.ever_had_rules(tx),
        teams=frozenset(row["id"] for row in await store.team_members(tx)),
        skills={row["id"]: row["name"] for row in await store.skills(tx)},
        zone=(await settings.workspace(tx)).zone,
        hours=around_the_clock() if default is None else standing.calendars[default],
    )
    tx.database.memory[key] = book
    return book


async def here(tx: Transaction) -> Here:
    """What exists of all that a rule can name."""
    chosen = await settings.load(tx)
    skills = await store.skills(tx)
    return Here(
        values={
            "type": frozenset(choice.key for choice in chosen.types),
            "tier": frozenset(choice.key for choice in chosen.tiers),
        },
        teams={row["id"]: frozenset(row["members"]) for row in await store.team_members(tx)},
        skills={row["id"]: row["name"] for row in skills},
        grades={row["id"]: {int(person): grade for person, grade in row["grades"].items()} for row in skills},
    )


def _word(value: Any) -> str | None:
    return value if isinstance(value, str) else None
