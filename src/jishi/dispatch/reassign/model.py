"""The nouns of giving many tickets to others."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One ticket of a plan. `to_id` None: nobody can have it, and it goes back to the queue. `cost` compares plans;
    less is better."""

    ticket_id: int
    from_id: int | None
    to_id: int | None
    reason: str = ""
    cost: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """A ticket that stayed as it was, and why: a sentence of the catalogue, or a hurdle's."""

    ticket_id: int
    reason: str
