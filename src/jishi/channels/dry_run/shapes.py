"""What a dry run says, as the API gives it."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from jishi.channels.api import Request
from jishi.clock.foretell import PromiseView
from jishi.clock.policy_shapes import PolicyRef
from jishi.clock.tester_http import Because
from jishi.dispatch.http import ConsideredView
from jishi.dispatch.routing.shapes import NeedView, RoutingRuleRef, RuleTried
from jishi.identity.views import AgentName, TeamName


class DryRequest(Request, kw_only=True, forbid_unknown_fields=True):
    """A request as `POST /tickets` takes it, and `at`, when it comes; now if left out."""

    at: Annotated[datetime, Meta(tz=True)] | None = None


class Asker(msgspec.Struct, kw_only=True):
    """Who would be asking. `id` is null of somebody who was never here; `history` is what rules may ask of them, null
    when no rule does; `is_blocked`: it goes straight to the junk."""

    id: int | None
    name: str
    tier: str
    is_blocked: bool
    history: list[str] | None


class WordsFound(msgspec.Struct, kw_only=True):
    """The `words` for which `sets` was set to `value`."""

    sets: str
    value: str
    words: list[str]


class TriageSeen(msgspec.Struct, kw_only=True):
    """What is known of the request before rules look at it. `given` came with it; the rest was read off its words, as
    `because` and `fields` tell."""

    type: str | None
    level: str
    language: str | None
    mood: str | None
    complexity: str | None
    fields: dict[str, Any]
    given: list[str]
    because: list[WordsFound]


class QueueSeen(msgspec.Struct, kw_only=True):
    """The queue it would stand in. `waiting` are there already, `forecast` are the seconds a newcomer waits, null when
    nobody would come to them."""

    team: TeamName | None
    waiting: int
    forecast: float | None
    here: int
    free: int


class DryRun(msgspec.Struct, kw_only=True):
    """The whole way. `routed`: the team was chosen by `rule`, by `type`, as `default`, or there is `no_team`. `mode`:
    the owner would get it at once (`push`) or be asked first (`offer`). `policy` is null when nothing is promised. The
    owner is who would get it as the desk stands now, whatever `at` is."""

    at: datetime
    subject: str
    channel: str
    requester: Asker
    triage: TriageSeen
    rule: RoutingRuleRef | None
    tried: list[RuleTried]
    level: str
    complexity: str | None
    needs: list[NeedView]
    language_need: str
    team: TeamName | None = None
    routed: str | None = None
    policy: PolicyRef | None = None
    because: list[Because] = []
    promises: list[PromiseView] = []
    owner: AgentName | None = None
    mode: str | None = None
    strategy: str | None = None
    reason: str | None = None
    considered: list[ConsideredView] = []
    queue: QueueSeen | None = None
