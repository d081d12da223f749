"""What happened, on its way to a screen."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Cursor:
    """A place in the journal: everything up to it has been seen."""

    xact: int
    id: int

    def __str__(self) -> str:
        return f"{self.xact}.{self.id}"

    @classmethod
    def parse(cls, text: str) -> "Cursor | None":
        """The cursor of a Last-Event-ID; None when it is not one of ours."""
        xact, _, number = text.partition(".")
        if xact.isdecimal() and number.isdecimal() and len(text) <= 38:
            return cls(int(xact), int(number))
        return None


@dataclass(frozen=True, slots=True)
class Event:
    """A fact as it goes over the wire; `data` is JSON, made once for all screens. `only` this person may see it."""

    cursor: Cursor
    kind: str
    ticket_id: int | None
    data: bytes
    only: int | None = None

    @property
    def wire(self) -> bytes:
        return b"id: %s\nevent: fact\ndata: %s\n\n" % (str(self.cursor).encode(), self.data)
