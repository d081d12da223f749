"""What happens to workspaces, people, teams and customers. `changes` maps a field to what it was and what it is.

The audit log is these, as they stand in the journal: a fact never carries a secret.
"""

from dataclasses import dataclass
from typing import Any

from jishi.kernel.facts import Fact

Changes = dict[str, tuple[Any, Any]]

# Too many to look through: the audit shows them when asked for by kind. The index `journal_audited` says the same.
EVERYDAY = ("CustomerCreated", "CustomerChanged", "PresenceChanged", "ShiftStarted", "ShiftEnded")


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkspaceCreated(Fact):
    slug: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsChanged(Fact):
    changes: Changes


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonAdded(Fact):
    person_id: int
    name: str
    email: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonChanged(Fact):
    person_id: int
    changes: Changes


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonDeactivated(Fact):
    """They left: their sessions and tokens ended with this."""

    person_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonReactivated(Fact):
    person_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordChanged(Fact):
    """Other sessions of the person ended with this."""

    person_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamCreated(Fact):
    team_id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamChanged(Fact):
    team_id: int
    changes: Changes


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamDissolved(Fact):
    team_id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberJoinedTeam(Fact):
    team_id: int
    person_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberLeftTeam(Fact):
    team_id: int
    person_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenIssued(Fact):
    token_id: int
    person_id: int
    name: str
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRevoked(Fact):
    token_id: int
    person_id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn(Fact):
    person_id: int
    address: str | None = None
    client: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInFailed(Fact):
    """Somebody gave a wrong password for this e-mail."""

    email: str
    person_id: int | None = None
    address: str | None = None
    client: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedOut(Fact):
    person_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerCreated(Fact):
    customer_id: int
    tier: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerChanged(Fact):
    customer_id: int
    changes: Changes


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerBlocked(Fact):
    """What they send goes to the junk from now on."""

    customer_id: int
    name: str
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerUnblocked(Fact):
    customer_id: int
    name: str
