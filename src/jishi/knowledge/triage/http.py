"""The dictionary over HTTP."""

from typing import Annotated

from litestar import delete, get, post, put
from litestar.params import Parameter

from jishi.identity import settings
from jishi.identity.guards import requires
from jishi.identity.model import Caller, Permission
from jishi.identity.say import say
from jishi.knowledge.triage import store
from jishi.knowledge.triage.errors import InvalidDictionary
from jishi.knowledge.triage.find_flaws import find_flaws, find_problems
from jishi.knowledge.triage.known import known, ready
from jishi.knowledge.triage.model import Dictionary
from jishi.knowledge.triage.rules import triage
from jishi.knowledge.triage.save import reset_dictionary, save_dictionary
from jishi.knowledge.triage.shapes import (
    DictionaryGiven,
    DictionaryView,
    ProblemView,
    TextGiven,
    TriageView,
    dictionary_of,
    entry_shape,
    field_shape,
    triage_view,
)
from jishi.knowledge.triage.shipped import shipped
from jishi.storage.transaction import Transaction

READ = [requires(Permission.SETTINGS_READ)]
MANAGE = [requires(Permission.DISPATCH_MANAGE)]
Seen = Annotated[int | None, Parameter(ge=0, description="Only if nobody changed it since this version.")]


@get("/triage/dictionary", guards=READ, tags=["triage"])
async def show_dictionary(tx: Transaction, caller: Caller) -> DictionaryView:
    """The words and patterns by which requests are sorted as they arrive."""
    return await _shown(tx, caller)


@put("/triage/dictionary", guards=MANAGE, tags=["triage"])
async def put_dictionary(tx: Transaction, caller: Caller, data: DictionaryGiven) -> DictionaryView:
    """Sort requests to come by these words and patterns. Those that came stay as they are."""
    await save_dictionary(tx, checked(data), seen_version=data.version)
    return await _shown(tx, caller)


@delete("/triage/dictionary", guards=MANAGE, tags=["triage"], status_code=200)
async def delete_dictionary(tx: Transaction, caller: Caller, version: Seen = None) -> DictionaryView:
    """Go back to the dictionary that comes with the desk."""
    await reset_dictionary(tx, seen_version=version)
    return await _shown(tx, caller)


@post("/triage/test", guards=READ, tags=["triage"], status_code=200)
async def triage_text(tx: Transaction, data: TextGiven) -> TriageView:
    """What a text would be sorted as, and which words say so. Nothing is stored."""
    by = await known(tx) if data.dictionary is None else await ready(tx, checked(data.dictionary))
    return triage_view(triage(data.text, by.lexicon, at=tx.now, zone=by.zone))


def checked(given: DictionaryGiven) -> Dictionary:
    """Raises InvalidDictionary with every flaw."""
    if flaws := find_flaws(given):
        raise InvalidDictionary(errors=flaws)
    return dictionary_of(given)


async def _shown(tx: Transaction, caller: Caller) -> DictionaryView:
    kept = await store.read(tx)
    dictionary = kept.dictionary or shipped()
    types = {choice.key for choice in (await settings.load(tx)).types}
    return DictionaryView(
        entries=[entry_shape(each) for each in dictionary.entries],
        fields=[field_shape(each) for each in dictionary.fields],
        extract=list(dictionary.extract),
        version=kept.version,
        is_default=kept.dictionary is None,
        updated_at=kept.updated_at,
        updated_by=kept.updated_by,
        problems=[
            ProblemView(path=path, message=say(message, caller.language or "en"))
            for path, message in find_problems(dictionary, types)
        ],
    )


routes = [show_dictionary, put_dictionary, delete_dictionary, triage_text]
