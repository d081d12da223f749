"""Routing rules as the API takes and gives them."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from jishi.dispatch.model import Need
from jishi.dispatch.routing.model import Flaw, Rule, Tried
from jishi.identity.views import Key, PersonName
from jishi.kernel.conditions import Condition

Word = Annotated[str, Meta(max_length=120)]
Words = Annotated[list[Word], Meta(max_length=100)]
Count = Annotated[int, Meta(ge=-(2**53), le=2**53)]  # what JavaScript can say; what makes sense is said below


class RoutingCondition(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """The trait is one of `among`, or with `unless` none of them. Traits: type, level, tier, channel, tag, language,
    `field.NAME`; text (a word that the customer says, wherever it stands); mood (calm, worried, angry); complexity
    (simple, complex); weekday (0 is Monday) and hour (0 to 23) in the workspace's zone; hours (open, closed, by the
    workspace's calendar); history (new, returning, open_ticket, complained_30d, low_score_30d)."""

    trait: Word
    among: Words
    unless: bool = False


class NeedGiven(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A skill with its lowest `grade`, 1 to 5. One that is not `required` is let go after `drop_after` seconds of
    waiting, or, without it, when nobody has it."""

    skill: Key
    grade: Count = 1
    required: bool = True
    drop_after: Count | None = None


class RoutingRuleGiven(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A rule without conditions needs `always`. `team` null: the ticket's type decides. `language`: whether who answers
    has to speak the customer's (required, wished, ignored). `level` and `complexity` null: as they are. With `version`,
    saved only if nobody changed it since that one."""

    name: Word
    condition: Annotated[list[RoutingCondition], Meta(max_length=20)] = []
    always: bool = False
    active: bool = True
    team: Key | None = None
    needs: Annotated[list[NeedGiven], Meta(max_length=20)] = []
    language: Word = "wished"
    level: Word | None = None
    complexity: Word | None = None
    version: int | None = None


class RoutingRuleRef(msgspec.Struct, kw_only=True):
    id: int
    name: str
    version: int


class ConditionShown(RoutingCondition, kw_only=True):
    """A condition, as it is given."""


class NeedView(NeedGiven, kw_only=True):
    """A need as it is given; `name` of the skill, null when it exists no more."""

    name: str | None = None


class RoutingProblem(msgspec.Struct, kw_only=True):
    """Why a rule will not do what it says. `why`: `never` (no ticket can have what it asks of `trait`), `hidden` (the
    earlier `rule` takes all that it is for), `covered` (the earlier rules named in `value` do so together), `gone`
    (`value` of `trait`, a type, a tier, a team or a skill, exists no more), `nobody` (nobody whom it could go to has
    the skill `value` with this `grade`), `empty` (nobody is in its team)."""

    why: str
    rule: RoutingRuleRef | None = None
    trait: str | None = None
    value: str | None = None
    grade: int | None = None


class RoutingRuleView(msgspec.Struct, kw_only=True):
    """A rule as it stands, with all that `PUT` takes. `position` is its place in the order, from 0."""

    id: int
    name: str
    version: int
    position: int
    active: bool
    always: bool
    condition: list[ConditionShown]
    team: int | None
    team_name: str | None
    needs: list[NeedView]
    language: str
    level: str | None
    complexity: str | None
    problems: list[RoutingProblem] = []
    saved_at: datetime
    saved_by: PersonName | None = None


class RoutingRulePage(msgspec.Struct, kw_only=True):
    items: list[RoutingRuleView]
    next: str | None = None


class RuleTried(msgspec.Struct, kw_only=True):
    """`failed_condition`: the first that such a ticket does not meet."""

    rule: RoutingRuleRef
    active: bool
    met: bool
    failed_condition: ConditionShown | None = None


def shown(condition: Condition) -> ConditionShown:
    return ConditionShown(trait=condition.trait, among=list(condition.among), unless=condition.unless)


def ref(rule: Rule) -> RoutingRuleRef:
    return RoutingRuleRef(id=rule.id, name=rule.name, version=rule.version)


def need_view(need: Need, name: str | None) -> NeedView:
    return NeedView(
        skill=need.skill_id, name=name, grade=need.grade, required=need.required, drop_after=need.drop_after
    )


def problem(flaw: Flaw) -> RoutingProblem:
    other = None if flaw.rule is None else ref(flaw.rule)
    return RoutingProblem(why=flaw.why, rule=other, trait=flaw.trait, value=flaw.value, grade=flaw.grade)


def tried_view(tried: Tried) -> RuleTried:
    failed = None if tried.failed is None else shown(tried.failed)
    return RuleTried(rule=ref(tried.rule), active=tried.rule.active, met=tried.met, failed_condition=failed)
