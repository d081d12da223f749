"""The audit: who changed what at the desk."""

from datetime import datetime
from typing import Annotated, Any

from litestar import get
from litestar.params import Parameter

from jishi.identity.find import names_of
from jishi.identity.guards import requires
from jishi.identity.model import Permission
from jishi.identity.parameters import After, Limit
from jishi.identity.secret import LARGEST
from jishi.identity.store import audit
from jishi.identity.views import PersonName, Shown
from jishi.kernel import cursors
from jishi.storage.transaction import Transaction


class AuditEntry(Shown):
    """Something that was done. `person` is the colleague who did it, if one did; `fields` are the fact's own."""

    id: int
    at: datetime
    kind: str
    by: str
    person: PersonName | None
    fields: dict[str, Any]


class Audit(Shown):
    """A keyset page."""

    items: list[AuditEntry]
    next: str | None


@get("/audit", guards=[requires(Permission.OPERATIONS)], tags=["audit"])
async def show_audit(
    tx: Transaction,
    kind: Annotated[str | None, Parameter(max_length=60, description="Only facts of this kind.")] = None,
    by: Annotated[str | None, Parameter(max_length=60, description="Only by this one, such as `person:12`.")] = None,
    limit: Limit = 50,
    after: After = None,
) -> Audit:
    """Facts about the desk itself, the newest first. New customers and presence are left out unless asked for."""
    last = cursors.decode(after)[1] if after is not None else None
    found = await audit.page(tx, kind=kind, by=by, after=last, limit=limit + 1)
    names = await names_of(tx, (key for row in found if (key := person_of(row["by"])) is not None))
    items = [entry(row, names) for row in found[:limit]]
    return Audit(items=items, next=cursors.encode(None, items[-1].id) if len(found) > limit else None)


def entry(row: Any, names: dict[int, str]) -> AuditEntry:
    key = person_of(row["by"])
    person = PersonName(id=key, name=names[key]) if key in names else None
    return AuditEntry(id=row["id"], at=row["at"], kind=row["kind"], by=row["by"], person=person, fields=row["data"])


def person_of(actor: str) -> int | None:
    """12 of `person:12`."""
    kind, _, number = actor.partition(":")
    return int(number) if kind == "person" and number.isdecimal() and int(number) <= LARGEST else None


routes = [show_audit]
