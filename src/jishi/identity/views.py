"""Identity as the API shows it, and the words bodies are written in."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from jishi.identity.model import Customer, Person, Role, Settings, Team, Token, Workspace

Name = Annotated[str, Meta(min_length=1, max_length=120)]
Email = Annotated[str, Meta(min_length=3, max_length=254)]
Password = Annotated[str, Meta(max_length=200)]
Zone = Annotated[str, Meta(max_length=64, examples=["Asia/Shanghai"])]
Language = Annotated[str, Meta(max_length=10, examples=["zh-CN", "en"])]
Slug = Annotated[str, Meta(max_length=39, examples=["acme"])]
TypeKey = Annotated[str, Meta(min_length=1, max_length=40)]
Key = Annotated[int, Meta(ge=1, le=2**63 - 1)]


class Shown(Struct, kw_only=True):
    """Shown as JSON."""


class TeamName(Shown):
    id: int
    name: str


class PersonName(Shown):
    id: int
    name: str


class AgentName(PersonName):
    """Who owns a ticket, or could."""

    email: str | None = None


class CustomerName(Shown):
    id: int
    name: str


class PersonView(Shown):
    """A colleague. `language` and `zone` are null while they follow the workspace's."""

    id: int
    name: str
    email: str
    role: Role
    language: str | None
    zone: str | None
    active: bool
    created_at: datetime
    teams: list[TeamName]


class Member(Shown):
    id: int
    name: str
    role: Role


class TeamView(Shown):
    """A team. `types` are the types of ticket that come to it; the default team takes the rest."""

    id: int
    name: str
    lead: PersonName | None
    types: list[str]
    is_default: bool
    members: list[Member]
    created_at: datetime


class TokenView(Shown):
    """A key for programs. `hint` is how its secret ends."""

    id: int
    name: str
    hint: str
    created_at: datetime
    last_used_at: datetime | None


class WorkspaceView(Shown):
    id: int
    slug: str
    name: str
    zone: str
    language: str
    demo: bool
    settings: Settings


class HandleView(Shown):
    """A way to recognise a customer."""

    kind: str
    value: str


class CustomerView(Shown):
    id: int
    name: str
    email: str | None
    phone: str | None
    external_id: str | None
    tier: str
    language: str | None
    note: str | None
    created_at: datetime
    blocked_at: datetime | None
    handles: list[HandleView]


def person_view(person: Person, teams: list[Team]) -> PersonView:
    return PersonView(
        id=person.id,
        name=person.name,
        email=person.email,
        role=person.role,
        language=person.language,
        zone=person.zone,
        active=person.active,
        created_at=person.created_at,
        teams=[TeamName(id=team.id, name=team.name) for team in teams],
    )


def token_view(token: Token) -> TokenView:
    return TokenView(
        id=token.id,
        name=token.name,
        hint=token.hint,
        created_at=token.created_at,
        last_used_at=token.last_used_at,
    )


def workspace_view(workspace: Workspace) -> WorkspaceView:
    return WorkspaceView(
        id=workspace.id,
        slug=workspace.slug,
        name=workspace.name,
        zone=workspace.zone,
        language=workspace.language,
        demo=workspace.demo,
        settings=workspace.settings,
    )


def customer_view(customer: Customer, handles: list[tuple[str, str]]) -> CustomerView:
    return CustomerView(
        id=customer.id,
        name=customer.name,
        email=customer.email,
        phone=customer.phone,
        external_id=customer.external_id,
        tier=customer.tier,
        language=customer.language,
        note=customer.note,
        created_at=customer.created_at,
        blocked_at=customer.blocked_at,
        handles=[HandleView(kind=kind, value=value) for kind, value in handles],
    )
