"""Public holidays, for whoever draws a calendar."""

from datetime import UTC, date, datetime
from typing import Annotated

import msgspec
from litestar import get
from litestar.params import Parameter

from jishi.clock.errors import NoSuchCountry
from jishi.clock.public_holidays import announced_until, countries, public_holidays
from jishi.identity.guards import requires
from jishi.identity.model import Caller, Permission

READ = [requires(Permission.SETTINGS_READ)]
Year = Annotated[int | None, Parameter(ge=1990, le=2100, description="This year when left out.")]


class Countries(msgspec.Struct, kw_only=True):
    items: list[str]
    next: str | None = None


class Holidays(msgspec.Struct, kw_only=True):
    """`off` are days off, `worked` weekend days worked instead; of the years before, in and after `year`, as far as
    they are announced, which `known_until` says. `names`: what each of these days is called."""

    off: list[date]
    worked: list[date]
    names: dict[date, str]
    known_until: int


# The library takes half a second to look around at first: not on the loop that everybody waits for.
@get("/holidays", guards=READ, sync_to_thread=True)
def list_countries() -> Countries:
    """Codes of the countries whose public holidays are known."""
    return Countries(items=list(countries()))


@get("/holidays/{country:str}", guards=READ, sync_to_thread=True)
def show_holidays(caller: Caller, country: str, year: Year = None) -> Holidays:
    """The public holidays of a country, as far as they are announced, with names in your language."""
    if country not in countries():
        raise NoSuchCountry
    middle = datetime.now(UTC).year if year is None else year
    found = public_holidays(country, range(middle - 1, middle + 2), language=caller.language)
    last = announced_until(country)
    return Holidays(
        off=sorted(found.off),
        worked=sorted(found.worked),
        names=found.off | found.worked,
        known_until=middle + 1 if last is None else min(last, middle + 1),
    )


routes = [list_countries, show_holidays]
