"""A ticket and its messages, for rules that need no more."""

from datetime import UTC, datetime, timedelta
from typing import Any

from jishi.tickets.model import Author, Message, Nature, Ticket

TEN = datetime(2026, 3, 2, 2, tzinfo=UTC)  # in the morning, in Shanghai
CUSTOMER, LEE, ANNA = 3, 11, 12


def after(**passed: float) -> datetime:
    return TEN + timedelta(**passed)


def a_ticket(number: int = 1, **more: Any) -> Ticket:
    """New, opened at ten, and waiting for its first answer."""
    given: dict[str, Any] = {"waiting_since": TEN, "customer_id": CUSTOMER} | more
    return Ticket(
        id=number,
        number=f"2026030200{number}",
        subject="包裹",
        channel="email",
        created_at=TEN,
        filed_at=TEN,
        updated_at=TEN,
        **given,
    )


def a_message(
    at: datetime = TEN, *, by: Author = Author.CUSTOMER, nature: Nature = Nature.SAID, **more: Any
) -> Message:
    given: dict[str, Any] = {"id": 100, "ticket_id": 1, "body": "在吗?", "public": True} | more
    return Message(
        author_kind=by,
        author_id=CUSTOMER if by is Author.CUSTOMER else LEE,
        author_name="李雷",
        channel="email",
        received_at=at,
        filed_at=at,
        nature=nature,
        **given,
    )
