"""The views of the inbox, as SQL: a condition that an index answers, and the order it comes in."""

from dataclasses import dataclass
from typing import Literal

View = Literal["mine", "unassigned", "soon", "late", "waiting", "following", "solved", "junk", "all"]
KEPT = "t.state <> 'discarded'"
LIVE = "t.state IN ('new', 'open', 'pending', 'on_hold')"


@dataclass(frozen=True, slots=True)
class Listing:
    """`where` may use $2 (the caller's id) and $3 (now). `by` is the column of the order; ids break ties."""

    where: str
    by: str
    descending: bool = False
    nulls: bool = False  # whether `by` may be null: such rows come last


VIEWS: dict[str, Listing] = {
    "mine": Listing(f"t.owner_id = $2 AND {LIVE}", "due_at", nulls=True),
    "unassigned": Listing("t.owner_id IS NULL AND t.state IN ('new', 'open')", "created_at"),
    "soon": Listing(f"t.warned AND {LIVE} AND t.due_at > $3", "due_at"),
    "late": Listing(f"{LIVE} AND t.due_at <= $3", "due_at"),
    "waiting": Listing("t.state = 'pending'", "updated_at", descending=True),
    "following": Listing(
        "EXISTS (SELECT FROM ticket_followers f WHERE f.workspace_id = t.workspace_id AND f.ticket_id = t.id"
        f" AND f.person_id = $2) AND {KEPT}",
        "created_at",
        descending=True,
    ),
    "solved": Listing("t.state = 'solved'", "updated_at", descending=True),
    "junk": Listing(
        "t.state = 'discarded' AND (t.purged_at IS NULL OR t.purged_at < t.updated_at)", "discarded_at", descending=True
    ),
    "all": Listing(KEPT, "created_at", descending=True),
}
