"""Routes of customers."""

from typing import Annotated

from litestar import get, patch
from msgspec import UNSET, Meta, Struct, UnsetType

from jishi.identity.change_customer import change_customer
from jishi.identity.find import find_customer
from jishi.identity.guards import requires
from jishi.identity.model import Permission
from jishi.identity.parameters import Id
from jishi.identity.session_http import given
from jishi.identity.store import customers
from jishi.identity.views import CustomerView, Language, customer_view
from jishi.storage.transaction import Transaction

Contact = Annotated[str, Meta(max_length=254)]


class CustomerChange(Struct, kw_only=True, forbid_unknown_fields=True):
    """What is left out stays, null empties. A changed e-mail, phone or external id is what recognises them then."""

    name: Annotated[str, Meta(min_length=1, max_length=200)] | UnsetType = UNSET
    email: Contact | UnsetType | None = UNSET
    phone: Contact | UnsetType | None = UNSET
    external_id: Annotated[str, Meta(max_length=200)] | UnsetType | None = UNSET
    tier: Annotated[str, Meta(max_length=40)] | UnsetType = UNSET
    language: Language | UnsetType | None = UNSET
    note: Annotated[str, Meta(max_length=10000)] | UnsetType | None = UNSET


@get("/customers/{customer_id:int}", guards=[requires(Permission.TICKETS_READ)], tags=["customers"])
async def show_customer(tx: Transaction, customer_id: Id) -> CustomerView:
    """A customer and every way to recognise them."""
    return await view(tx, customer_id)


@patch("/customers/{customer_id:int}", guards=[requires(Permission.TICKETS_WORK)], tags=["customers"])
async def change_customer_route(tx: Transaction, customer_id: Id, data: CustomerChange) -> CustomerView:
    """Change what is known of a customer."""
    await change_customer(tx, customer_id, **given(data))
    return await view(tx, customer_id)


async def view(tx: Transaction, customer_id: int) -> CustomerView:
    return customer_view(await find_customer(tx, customer_id), await customers.handles(tx, customer_id))


routes = [show_customer, change_customer_route]
