"""Who saved what has versions, by name."""

from collections.abc import Mapping, Sequence
from typing import Any

from jishi.identity.audit_http import person_of
from jishi.identity.find import names_of
from jishi.identity.views import PersonName
from jishi.storage.transaction import Transaction


async def savers_of(tx: Transaction, rows: Sequence[Any]) -> Mapping[str, PersonName]:
    """The colleagues of `saved_by` of the rows, by what stands there. What the desk saved itself is nobody's."""
    people = {row["saved_by"]: key for row in rows if (key := person_of(row["saved_by"])) is not None}
    names = await names_of(tx, people.values())
    return {by: PersonName(id=key, name=names[key]) for by, key in people.items() if key in names}
