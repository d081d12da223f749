"""What tickets have in common that differ only in how long they wait. Of each kind only a few can be the next."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from jishi.dispatch import index
from jishi.dispatch.model import DEFAULT_HANDLING, Asked, Scene


@dataclass(frozen=True, slots=True)
class Place:
    """Where a ticket stands among its kind, for the database to find those that can be next. `answer_at`: when the
    promised seconds are used; `service`: the seconds somebody is expected to work on it."""

    sort: str
    answer_at: datetime
    target: float
    weight: float
    service: float


def place_of(asked: Asked, scene: Scene, *, answer_at: datetime | None, service: float | None) -> Place:
    """`answer_at` and `service` are None where nothing is promised or was learned."""
    waited, target = index.promise(asked, scene)
    weight = index.weight(asked, scene)
    needs = [(need.skill_id, need.grade, need.required, need.drop_after) for need in asked.needs]
    among = (asked.type, weight, target, asked.weight, needs, asked.language, asked.language_need, asked.complexity)
    return Place(
        sort=json.dumps(among, ensure_ascii=False, separators=(",", ":")),
        answer_at=answer_at or scene.now + timedelta(seconds=target - waited),
        target=target,
        weight=weight,
        service=service or DEFAULT_HANDLING,
    )
