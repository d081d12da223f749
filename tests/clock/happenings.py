"""What happened to a ticket, as tests like to write it down."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from jishi.clock.account.attendance import attendance
from jishi.clock.account.model import Attendance, Happening
from jishi.clock.instants import micros

ONE, TWO = 51, 52  # teams
LEE, ANNA, OTTO = 1, 2, 3

# In the state that follows from it, as the facts of tickets say.
_SAY: Mapping[str, tuple[str, dict[str, Any]]] = {
    "opened": ("TicketOpened", {"team_id": None}),
    "asks": ("MessageReceived", {"opened": False}),
    "auto": ("MessageReceived", {"automatic": True}),
    "replies": ("ReplySent", {"author_kind": "agent", "person_id": LEE}),
    "bot": ("ReplySent", {"author_kind": "bot", "person_id": None}),
    "note": ("NoteAdded", {"author_kind": "agent", "person_id": LEE}),
    "public note": ("NoteAdded", {"author_kind": "agent", "person_id": LEE, "public": True}),
    "to Lee": ("TicketAssigned", {"agent_id": LEE, "team_id": ONE, "state": "open"}),
    "to Anna": ("TicketAssigned", {"agent_id": ANNA, "team_id": ONE, "state": "open"}),
    "to Otto": ("TicketAssigned", {"agent_id": OTTO, "team_id": TWO, "state": "open"}),
    "returned": ("TicketReturned", {"from_agent_id": LEE, "state": "new"}),
    "moved": ("TicketMovedToTeam", {"team_id": TWO}),
    "queued": ("TicketQueued", {"team_id": ONE, "why": "all_full"}),
    "pended": ("TicketPended", {"reason": "等发票"}),
    "held": ("TicketHeld", {"reason": "等仓库"}),
    "resumed": ("TicketResumed", {"state": "open"}),
    "solved": ("TicketSolved", {}),
    "reopened": ("TicketReopened", {"state": "open"}),
    "closed": ("TicketClosed", {}),
    "junked": ("TicketDiscarded", {}),
    "restored": ("TicketRestored", {"state": "open"}),
    "their own": ("SelfServed", {"own": True}),
    "not their own": ("SelfServed", {"own": False}),
    "absorbed": ("TicketAbsorbed", {}),
    "level": ("LevelChanged", {"level": "urgent"}),
}
SAYINGS = sorted(_SAY)


def happened(what: str, at: datetime, **more: Any) -> Happening:
    kind, told = _SAY[what]
    return Happening(kind, at, "system", {**told, **more})


def story(*told: tuple[str, datetime]) -> list[Happening]:
    return [happened(what, at) for what, at in told]


def at_work(
    presence: Sequence[tuple[int, datetime, bool]], members: Sequence[tuple[int | None, int]] | None = None
) -> Attendance:
    """Who came and went; the members of team one are Lee and Anna, of team two Otto, unless told."""
    belong = members if members is not None else [(ONE, LEE), (ONE, ANNA), (TWO, OTTO), *((None, p) for p in (1, 2, 3))]
    came = sorted((at, person, there) for person, at, there in presence)
    return attendance(
        [(person, micros(at), there) for at, person, there in came],
        [(team, person, 0, True) for team, person in belong],
    )
