"""What a change would do to the clocks that run, and how far a change has come, over HTTP."""

from datetime import datetime
from typing import Annotated

import msgspec
from litestar import get, post
from msgspec import Meta

from jishi.clock.policy_shapes import PolicyGiven, Word
from jishi.clock.replanning import store
from jishi.clock.replanning.model import Replanning
from jishi.clock.replanning.preview import Preview, preview_policies
from jishi.clock.replanning.propose import propose
from jishi.identity.audit_http import person_of
from jishi.identity.find import names_of
from jishi.identity.guards import requires
from jishi.identity.model import Permission
from jishi.identity.views import Key, PersonName
from jishi.storage.transaction import Transaction

READ = [requires(Permission.SETTINGS_READ)]
MANAGE = [requires(Permission.SETTINGS_MANAGE)]


class Proposed(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """One change: `policy`, of the policy `id` or a new one; or all ids in their `order`; or the id to `deactivate`;
    or a `preset` to import, with `replace` instead of all that there is."""

    policy: PolicyGiven | None = None
    id: Key | None = None
    order: Annotated[list[Key], Meta(max_length=1000)] | None = None
    deactivate: Key | None = None
    preset: Word | None = None
    replace: bool = False


class ExampleView(msgspec.Struct, kw_only=True):
    """A clock that would change. `due_before` is null for one that would start, `due_after` for one that would stop."""

    ticket_id: int
    number: str
    subject: str
    kind: str
    due_before: datetime | None
    due_after: datetime | None
    breaks: bool


class PreviewView(msgspec.Struct, kw_only=True):
    """Counts of clocks: those that run, and of these that would change, be late by the change, start anew, stop.
    `tickets` counts the open tickets that were looked at."""

    tickets: int
    running: int
    changed: int
    broken: int
    starting: int
    stopping: int
    examples: list[ExampleView]


class ReplanningView(msgspec.Struct, kw_only=True):
    """One run over all open tickets. `total` and `done` count tickets, `changed` and `broken` clocks. `why`:
    policy_saved, policy_deactivated, policies_ordered, calendar_saved, calendar_given. `superseded`: a newer change
    took over before it was done."""

    id: int
    why: str
    calendar_id: int | None
    by: PersonName | None
    started_at: datetime
    total: int
    done: int
    changed: int
    broken: int
    finished_at: datetime | None
    superseded: bool


class Replannings(msgspec.Struct, kw_only=True):
    items: list[ReplanningView]
    next: str | None = None


@post("/policies/preview", guards=MANAGE, tags=["policies"], status_code=200)
async def preview_change(tx: Transaction, data: Proposed) -> PreviewView:
    """What a change would do to the clocks that run. Changes nothing."""
    candidate = await propose(
        tx,
        policy=data.policy,
        policy_id=data.id,
        order=data.order,
        deactivate=data.deactivate,
        preset=data.preset,
        instead=data.replace,
    )
    return show_preview(await preview_policies(tx, candidate))


@get("/replannings", guards=READ, tags=["policies"])
async def list_replannings(tx: Transaction) -> Replannings:
    """How far the latest changes of policies and calendars have come, the newest first."""
    runs = await store.lately(tx, limit=20)
    names = await names_of(tx, (key for run in runs if (key := person_of(run.by)) is not None))
    return Replannings(items=[_view(run, names) for run in runs])


def show_preview(seen: Preview) -> PreviewView:
    return msgspec.convert(seen, PreviewView, from_attributes=True)


def _view(run: Replanning, names: dict[int, str]) -> ReplanningView:
    key = person_of(run.by)
    return ReplanningView(
        id=run.id,
        why=run.why,
        calendar_id=run.calendar_id,
        by=PersonName(id=key, name=names[key]) if key is not None and key in names else None,
        started_at=run.started_at,
        total=max(run.total, run.done),
        done=run.done,
        changed=run.changed,
        broken=run.broken,
        finished_at=run.finished_at,
        superseded=run.superseded,
    )


routes = [preview_change, list_replannings]
