"""The nouns of identity."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """What a colleague is at this desk (R57). What each may do stands in `rules.ROLES`."""

    ADMINISTRATOR = "administrator"  # 管理员
    MANAGER = "manager"  # 经理
    SUPERVISOR = "supervisor"  # 主管
    AGENT = "agent"  # 客服
    COLLABORATOR = "collaborator"  # 协作人员, of another department
    SPECIALIST = "specialist"  # 回访专员, for bad feedback


class Permission(StrEnum):
    """What a route can ask for."""

    TICKETS_READ = "tickets_read"  # those one owns, follows, or that stand in one's teams
    TICKETS_READ_ALL = "tickets_read_all"
    TICKETS_WORK = "tickets_work"  # reply, solve, tag, take
    TICKETS_NOTE = "tickets_note"
    TICKETS_ASSIGN = "tickets_assign"  # give to others
    TICKETS_IMPORT = "tickets_import"
    PEOPLE_READ = "people_read"
    PEOPLE_MANAGE = "people_manage"
    SETTINGS_READ = "settings_read"
    SETTINGS_MANAGE = "settings_manage"
    OPERATIONS = "operations"  # failed reactions, the audit
    TOKENS_OWN = "tokens_own"
    PRESENCE_OWN = "presence_own"
    PRESENCE_OTHERS = "presence_others"
    WORKFORCE_MANAGE = "workforce_manage"  # skills, capacity, rosters
    DISPATCH_MANAGE = "dispatch_manage"  # routing rules, queues, peaks, mass re-assignment


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who makes a request. `via` is session, token or customer; `csrf` goes with a session only."""

    workspace_id: int
    person_id: int
    name: str
    email: str
    role: str
    permissions: frozenset[Permission]
    team_ids: tuple[int, ...] = ()
    language: str = "zh-CN"
    zone: str = "Asia/Shanghai"
    via: str = "session"
    csrf: str | None = field(default=None, repr=False)
    secret_hash: bytes = field(default=b"", repr=False)

    @property
    def actor(self) -> str:
        """How facts name them."""
        return f"{'customer' if self.via == 'customer' else 'person'}:{self.person_id}"

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A colleague. `language` and `zone` are None while they follow the workspace's."""

    id: int
    name: str
    email: str
    role: Role = Role.AGENT
    language: str | None = None
    zone: str | None = None
    active: bool = True
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """Colleagues who take the same types of ticket. The default team takes what no other does."""

    id: int
    name: str
    lead_id: int | None = None
    types: tuple[str, ...] = ()
    is_default: bool = False
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A key for programs. Its secret was shown once; `hint` is how it ends."""

    id: int
    person_id: int
    name: str
    hint: str
    created_at: datetime
    last_used_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """Somebody who is served, whatever channel they come by."""

    id: int
    name: str
    email: str | None = None
    phone: str | None = None
    external_id: str | None = None
    tier: str = "regular"
    language: str | None = None
    note: str | None = None
    created_at: datetime
    blocked_at: datetime | None = None
    blocked_by: str | None = None
    block_reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Requester:
    """Who a channel says is writing. `others` are its own ways to know them: `(("wechat", "openid…"),)`."""

    name: str | None = None
    email: str | None = None
    phone: str | None = None
    external_id: str | None = None
    tier: str | None = None
    language: str | None = None
    others: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of the values that a workspace may give a field, with its names."""

    key: str
    zh: str
    en: str


TIERS = (Choice(key="vip", zh="VIP", en="VIP"), Choice(key="regular", zh="普通", en="Regular"))
TYPES = (
    Choice(key="enquiry", zh="咨询", en="Enquiry"),
    Choice(key="complaint", zh="投诉", en="Complaint"),
    Choice(key="technical_support", zh="技术支持", en="Technical support"),
    Choice(key="after_sale", zh="售后", en="After-sale"),
    Choice(key="pre_sale", zh="售前", en="Pre-sale"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a workspace decides for itself. Stored whole; what an older version did not store takes its default here."""

    tiers: tuple[Choice, ...] = TIERS  # the best first
    types: tuple[Choice, ...] = TYPES
    close_after_seconds: int = 72 * 3600  # how long a customer may object to a solution
    notices_kept_days: int = 90  # of tickets that are over; who was told of an open one stays known
    decisions_kept_days: int = 90  # who was considered, and why not; the sentence stays for ever


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """A desk of its own: nothing in it is seen from another. `settings_version` rises whenever its rules change."""

    id: int
    slug: str
    name: str
    zone: str
    language: str
    settings: Settings = field(default_factory=Settings)
    settings_version: int = 1
    demo: bool = False
