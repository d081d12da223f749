"""Whose calendar is whose, over HTTP."""

from typing import Annotated

import msgspec
from litestar import delete, get, put
from litestar.params import Parameter
from msgspec import Meta

from jishi.clock import store
from jishi.clock.calendars import store as kept
from jishi.clock.calendars.give import Subject, give_calendar
from jishi.clock.calendars.users import Names, users_of
from jishi.clock.errors import NoSuchCalendar
from jishi.clock.policy_shapes import CalendarName
from jishi.identity.find import find_customer, find_team
from jishi.identity.guards import requires
from jishi.identity.model import Permission
from jishi.storage.transaction import Transaction

Id = Annotated[int, Parameter(ge=1, le=2**63 - 1)]
READ = [requires(Permission.SETTINGS_READ)]
MANAGE = [requires(Permission.SETTINGS_MANAGE)]
SEE_ALL = [requires(Permission.SETTINGS_READ), requires(Permission.TICKETS_READ_ALL)]  # all customers, that is
Called = Annotated[str, Parameter(max_length=200)]
MOST, MOST_FOUND = 200, 50


class CalendarChoice(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """The id of a calendar."""

    calendar: Annotated[int, Meta(ge=1, le=2**63 - 1)]


class OwnCalendar(msgspec.Struct, kw_only=True):
    """The calendar that they were given; nothing when they follow the workspace's."""

    calendar: CalendarName | None


class CalendarUser(msgspec.Struct, kw_only=True):
    id: int
    name: str


class CalendarUsers(msgspec.Struct, kw_only=True):
    """Who counts on a calendar: policies that name it, teams and customers that were given it (the first two hundred of
    `customers_total`), and with `is_default` everybody who has no other."""

    is_default: bool
    policies: list[CalendarUser]
    teams: list[CalendarUser]
    customers: list[CalendarUser]
    customers_total: int


class CalendarCustomer(msgspec.Struct, kw_only=True):
    """A customer whose tickets run on a calendar of their own."""

    id: int
    name: str
    email: str | None
    tier: str
    calendar: CalendarName


class CalendarCustomers(msgspec.Struct, kw_only=True):
    items: list[CalendarCustomer]
    next: str | None = None


@get("/calendars/customers", guards=SEE_ALL)
async def list_calendar_customers(tx: Transaction, find: Called = "") -> CalendarCustomers:
    """The first fifty customers with a calendar of their own and with `find` in their name or e-mail address."""
    rows = await kept.customers(tx, called=find.strip(), limit=MOST_FOUND)
    return CalendarCustomers(
        items=[
            CalendarCustomer(
                id=row["id"],
                name=row["name"],
                email=row["email"],
                tier=row["tier"],
                calendar=CalendarName(id=row["calendar_id"], name=row["calendar"]),
            )
            for row in rows
        ]
    )


@get("/calendars/{calendar_id:int}/users", guards=READ)
async def list_calendar_users(tx: Transaction, calendar_id: Id) -> CalendarUsers:
    """Who counts on a calendar."""
    row = await store.calendar(tx, calendar_id)
    if row is None:
        raise NoSuchCalendar
    users = await users_of(tx, calendar_id)
    return CalendarUsers(
        is_default=row["is_default"],
        policies=_listed(users.policies),
        teams=_listed(users.teams),
        customers=_listed(users.customers)[:MOST],
        customers_total=len(users.customers),
    )


@get("/teams/{team_id:int}/calendar", guards=READ)
async def show_team_calendar(tx: Transaction, team_id: Id) -> OwnCalendar:
    """The team's own calendar."""
    await find_team(tx, team_id)
    return await _own(tx, "team", team_id)


@put("/teams/{team_id:int}/calendar", guards=MANAGE)
async def give_team_calendar(tx: Transaction, team_id: Id, data: CalendarChoice) -> OwnCalendar:
    """The clocks of the team's tickets run on this calendar, unless their policy or customer has another."""
    await give_calendar(tx, "team", team_id, data.calendar)
    return await _own(tx, "team", team_id)


@delete("/teams/{team_id:int}/calendar", guards=MANAGE)
async def take_team_calendar(tx: Transaction, team_id: Id) -> None:
    """The team follows the workspace's calendar again."""
    await give_calendar(tx, "team", team_id, None)


@get("/customers/{customer_id:int}/calendar", guards=READ)
async def show_customer_calendar(tx: Transaction, customer_id: Id) -> OwnCalendar:
    """The customer's own calendar."""
    await find_customer(tx, customer_id)
    return await _own(tx, "customer", customer_id)


@put("/customers/{customer_id:int}/calendar", guards=MANAGE)
async def give_customer_calendar(tx: Transaction, customer_id: Id, data: CalendarChoice) -> OwnCalendar:
    """The clocks of the customer's tickets run on this calendar, unless their policy names another."""
    await give_calendar(tx, "customer", customer_id, data.calendar)
    return await _own(tx, "customer", customer_id)


@delete("/customers/{customer_id:int}/calendar", guards=MANAGE)
async def take_customer_calendar(tx: Transaction, customer_id: Id) -> None:
    """The customer follows the team's calendar, or the workspace's, again."""
    await give_calendar(tx, "customer", customer_id, None)


async def _own(tx: Transaction, subject: Subject, subject_id: int) -> OwnCalendar:
    calendar_id = await kept.given(tx, subject, subject_id)
    names = {} if calendar_id is None else await store.calendar_names(tx, [calendar_id])
    return OwnCalendar(calendar=next((CalendarName(id=key, name=name) for key, name in names.items()), None))


def _listed(names: Names) -> list[CalendarUser]:
    return [CalendarUser(id=key, name=name) for key, name in names.items()]


routes = [
    list_calendar_users, list_calendar_customers, show_team_calendar, give_team_calendar, take_team_calendar,
    show_customer_calendar, give_customer_calendar, take_customer_calendar,
]  # fmt: skip
