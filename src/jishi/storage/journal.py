"""Facts to rows and back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cache
from typing import Any

import msgspec

from jishi.kernel.facts import Fact


@dataclass(frozen=True, slots=True)
class Follower:
    """A reaction by its name. Of the facts for which `concerns` is false it does nothing, so that none is kept for
    the worker to do."""

    name: str
    concerns: Callable[[Any], bool] | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A fact as it stands in the journal. `xact` and `id` are its place in the order that followers read."""

    workspace_id: int
    id: int
    xact: int
    at: datetime
    kind: str
    by: str
    ticket_id: int | None
    data: dict[str, Any]


def columns(facts: Sequence[Fact], followers: Mapping[type[Fact], Sequence[Follower]]) -> tuple[list[Any], ...]:
    """The arrays that the SQL function `record_facts` takes; `followers` are the reactions by class of fact."""
    pairs = [
        (place, follower.name)
        for place, fact in enumerate(facts, start=1)
        for follower in followers.get(type(fact), ())
        if follower.concerns is None or follower.concerns(fact)
    ]
    return (
        [fact.at for fact in facts],
        [type(fact).__name__ for fact in facts],
        [fact.by for fact in facts],
        [getattr(fact, "ticket_id", None) for fact in facts],
        [payload(fact) for fact in facts],
        [place for place, _ in pairs],
        [name for _, name in pairs],
    )


def payload(fact: Fact) -> dict[str, Any]:
    """The fields that have no column of their own."""
    names = _payload_names(type(fact))  # type: ignore[arg-type]  # every class is hashable, whatever mypy says of its own
    return {name: getattr(fact, name) for name in names}


def restore(kind: str, at: datetime, by: str, ticket_id: int | None, data: Mapping[str, Any]) -> Fact | None:
    """The fact of a row, or None when this version of the desk does not know its kind.

    Fields stored by a newer version are ignored; fields that an older one did not store take their defaults.
    """
    cls = Fact.named(kind)
    if cls is None:
        return None
    row = {**data, "at": at, "by": by}
    if any(field.name == "ticket_id" for field in fields(cls)):
        row["ticket_id"] = ticket_id
    return msgspec.convert(row, cls, strict=False)


@cache
def _payload_names(kind: type[Fact]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind) if field.name not in {"at", "by", "ticket_id"})
