"""Find a colleague, a team or a customer, or say that there is none here."""

from collections.abc import Iterable

from jishi.identity import normalise
from jishi.identity.errors import NoSuchCustomer, NoSuchPerson, NoSuchTeam
from jishi.identity.model import Customer, Person, Team
from jishi.identity.secret import LARGEST
from jishi.identity.store import customers, people, teams
from jishi.storage.transaction import Transaction


async def find_person(tx: Transaction, who: int | str, *, gone: bool = False) -> Person:
    """By id, also written as text, or by e-mail. Raises NoSuchPerson, also for one who left unless `gone`."""
    person = await _person(tx, who)
    if person is None or not (person.active or gone):
        raise NoSuchPerson
    return person


async def find_team(tx: Transaction, which: int | str) -> Team:
    """By id, also written as text, or by name. Raises NoSuchTeam."""
    key = as_id(which)
    if key is None and isinstance(which, str):
        key = await teams.with_name(tx, normalise.plain(which))
    found = await teams.by_ids(tx, [key]) if key is not None else []
    if not found:
        raise NoSuchTeam
    return found[0]


async def find_customer(tx: Transaction, customer_id: int) -> Customer:
    """Raises NoSuchCustomer."""
    customer = await customers.get(tx, customer_id)
    if customer is None:
        raise NoSuchCustomer
    return customer


async def names_of(tx: Transaction, ids: Iterable[int]) -> dict[int, str]:
    """Names of colleagues by id, also of those who left."""
    wanted = set(ids)
    return await people.named(tx, sorted(wanted)) if wanted else {}


async def team_names(tx: Transaction, ids: Iterable[int]) -> dict[int, str]:
    """Names of teams by id, in their order; not of those dissolved."""
    wanted = set(ids)
    return {team.id: team.name for team in await teams.by_ids(tx, sorted(wanted))} if wanted else {}


async def customer_names(tx: Transaction, ids: Iterable[int]) -> dict[int, str]:
    """Names of customers by id, in the order of the names."""
    wanted = set(ids)
    return await customers.named(tx, sorted(wanted)) if wanted else {}


async def _person(tx: Transaction, who: int | str) -> Person | None:
    key = as_id(who)
    if key is not None:
        return await people.get(tx, key)
    address = normalise.email(str(who))
    return await people.with_email(tx, address) if address else None


def as_id(text: int | str) -> int | None:
    """A number that can be an id."""
    if isinstance(text, str):
        if not (text.isascii() and text.isdecimal() and len(text) < 20):
            return None
        text = int(text)
    return text if 0 < text <= LARGEST else None
