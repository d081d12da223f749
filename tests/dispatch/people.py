"""People and tickets for the rules, without a database."""

from datetime import UTC, datetime
from typing import Any

from jishi.dispatch.model import Asked, Candidate, Need, QueueSettings, Scene, Strategy

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
AFTER_SALES, BILLING, FRONT = 1, 2, 3
WANG, LI, ZHAO, ANNA = 11, 12, 13, 14
REFUND, INVOICE = 101, 102
TIERS = ("vip", "regular")


def asked(ticket_id: int = 1, **but: Any) -> Asked:
    return Asked(**{"ticket_id": ticket_id, "team_id": AFTER_SALES, "created_at": NINE, **but})


def candidate(id: int = WANG, **but: Any) -> Candidate:  # noqa: A002
    told = {"id": id, "name": f"P{id}", "team_ids": frozenset({AFTER_SALES}), "idle_since": NINE}
    return Candidate(**{**told, **but})


def need(skill_id: int = REFUND, grade: int = 1, **but: Any) -> Need:
    return Need(**{"skill_id": skill_id, "name": "退款" if skill_id == REFUND else "发票", "grade": grade, **but})


def scene(strategy: Strategy = Strategy.INDEX, **but: Any) -> Scene:
    queues = {
        AFTER_SALES: QueueSettings(team_id=AFTER_SALES, strategy=strategy, last_given=but.pop("last_given", None))
    }
    return Scene(**{"now": NINE, "tiers": TIERS, "queues": queues, **but})
