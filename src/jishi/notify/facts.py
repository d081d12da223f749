"""Who was told, who saw it, who said that they see to it."""

from dataclasses import dataclass

from jishi.kernel.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeGiven(Fact):
    """Somebody was told. Live screens show it to them alone."""

    ticket_id: int | None
    notice_id: int
    person_id: int
    notice_kind: str  # `kind` is what the journal calls the fact itself
    media: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticesSeen(Fact):
    """They saw these; of one ticket, or of none in particular when they saw many at once."""

    ticket_id: int | None
    person_id: int
    notice_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationAcknowledged(Fact):
    """Somebody sees to it: nobody else is told of these promises again unless they are broken or moved after this."""

    ticket_id: int
    person_id: int
    timer_ids: tuple[int, ...]
