"""Keep a workspace's dictionary, or go back to the one that comes with the desk."""

from jishi.identity import settings
from jishi.knowledge.triage import store
from jishi.knowledge.triage.errors import DictionaryMoved
from jishi.knowledge.triage.facts import DictionaryReset, DictionarySaved
from jishi.knowledge.triage.model import Dictionary
from jishi.knowledge.triage.shipped import shipped
from jishi.storage.transaction import Transaction


async def save_dictionary(tx: Transaction, dictionary: Dictionary, *, seen_version: int | None = None) -> None:
    """Requests to come are sorted by it. With `seen_version`, only if nobody changed it since that one. Raises
    DictionaryMoved."""
    kept = await store.lock(tx)
    if seen_version is not None and seen_version != kept.version:
        raise DictionaryMoved
    before = kept.dictionary or shipped()
    if dictionary == before:
        return
    await store.save(tx, dictionary, version=kept.version + 1)
    settings.renew(tx)
    was, now = _words(before), _words(dictionary)
    await tx.record(
        DictionarySaved(at=tx.now, by=tx.by, version=kept.version + 1, added=len(now - was), removed=len(was - now))
    )


async def reset_dictionary(tx: Transaction, *, seen_version: int | None = None) -> None:
    """Raises DictionaryMoved."""
    kept = await store.lock(tx)
    if seen_version is not None and seen_version != kept.version:
        raise DictionaryMoved
    if kept.dictionary is None:
        return
    await store.save(tx, None, version=kept.version + 1)
    settings.renew(tx)
    await tx.record(DictionaryReset(at=tx.now, by=tx.by, version=kept.version + 1))


def _words(dictionary: Dictionary) -> set[tuple[str, str, str]]:
    return {(entry.sets, entry.value, word) for entry in dictionary.entries for word in entry.words}
