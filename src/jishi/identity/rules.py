"""What each role may do, how long a session lives and a lock holds, and what a password or a setting has to be."""

import itertools
import re
import unicodedata
from dataclasses import fields
from datetime import timedelta
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from jishi.identity.model import Choice, Permission, Person, Role, Settings, Workspace
from jishi.identity.normalise import is_slug

P = Permission
_EVERYONE = {P.TICKETS_READ, P.TICKETS_NOTE, P.PEOPLE_READ, P.TOKENS_OWN, P.PRESENCE_OWN}
_AGENT = _EVERYONE | {P.TICKETS_READ_ALL, P.TICKETS_WORK, P.SETTINGS_READ}
_SUPERVISOR = _AGENT | {P.TICKETS_ASSIGN, P.PRESENCE_OTHERS, P.WORKFORCE_MANAGE, P.DISPATCH_MANAGE}
_MANAGER = _SUPERVISOR | {P.TICKETS_IMPORT, P.SETTINGS_MANAGE}

ROLES: dict[Role, frozenset[Permission]] = {
    Role.COLLABORATOR: frozenset(_EVERYONE),
    Role.AGENT: frozenset(_AGENT),
    Role.SPECIALIST: frozenset(_AGENT),
    Role.SUPERVISOR: frozenset(_SUPERVISOR),
    Role.MANAGER: frozenset(_MANAGER),
    Role.ADMINISTRATOR: frozenset(P),
}

SESSION_LIFE = timedelta(days=30)
SESSION_IDLE = timedelta(days=7)
TOUCH_PAUSE = timedelta(minutes=1)  # between two notes that a session or token was used

# Seconds that the n-th failure in a row locks an e-mail for; the last one repeats. Short, because a lock is also a way
# to keep somebody out; five guesses and then four an hour find no password.
LOCKS = (0, 0, 0, 0, 0, 60, 120, 240, 480, 900)
FORGET_FAILURES = timedelta(hours=1)

SHORTEST_PASSWORD, LONGEST_PASSWORD = 8, 200
LANGUAGES = ("zh-CN", "en")
LONGEST_NAME = 120
NAME_LENGTH = "A name has 1 to 120 characters."
NO_EMAIL = "This is not an e-mail address."
KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
KEPT_TIERS = {"vip", "regular"}
CLOSE_AFTER = (60, 90 * 86400)
NOTICES_KEPT = (7, 3650)  # days
DECISIONS_KEPT = (90, 3650)  # days
# The first that guessers try, also at Chinese desks. Length keeps out most of what longer lists hold.
COMMON = frozenset(
    {
        "1q2w3e4r", "1q2w3e4r5t", "1qaz2wsx", "5201314520", "a1234567", "a12345678", "a123456789", "aa123456",
        "aa12345678", "abc12345", "abc123456", "abcd1234", "admin123", "admin1234", "admin888", "administrator",
        "asdfghjk", "asdfghjkl", "baseball", "changeme", "football", "iloveyou", "jishi123", "jishijishi",
        "letmein1", "p@ssw0rd", "p@ssword", "passw0rd", "password", "password1", "password12", "password123",
        "princess", "q1w2e3r4", "qq123456", "qq123456789", "qwer1234", "qwerty12", "qwerty123", "qwertyui",
        "qwertyuiop", "root1234", "starwars", "sunshine", "superman", "test1234", "trustno1", "wang1234",
        "welcome1", "welcome123", "whatever", "wo5201314", "woaini1314", "woaini520", "zaq12wsx", "zhang123",
        "zxcvbnm1",
    }
)  # fmt: skip


def permissions_of(role: str) -> frozenset[Permission]:
    return ROLES[Role(role)]


def password_flaws(password: str, *, email: str = "", name: str = "") -> list[str]:
    """What is wrong with a new password. Length matters most; guesses that come first in every list are refused."""
    if len(password) < SHORTEST_PASSWORD:
        return ["A password has at least 8 characters."]
    if len(password) > LONGEST_PASSWORD:
        return ["A password has at most 200 characters."]
    folded = unicodedata.normalize("NFKC", password).casefold()
    own = {part.casefold() for part in (email, email.partition("@")[0], name, "".join(name.split())) if part}
    if folded in own:
        return ["A password must not be your name or e-mail."]
    if folded in COMMON or len(set(folded)) < 4 or _is_run(folded):
        return ["This password is among the first that are guessed."]
    return []


def _is_run(text: str) -> bool:
    """`12345678`, `87654321`, `abcdefgh`."""
    steps = {ord(b) - ord(a) for a, b in itertools.pairwise(text)}
    return steps in ({1}, {-1}) or text in {"1234567890", "0987654321"}


def person_flaws(person: Person) -> list[tuple[str, str]]:
    """Pairs of a field and what is wrong with it. An address that was none is empty by now."""
    flaws = [] if 1 <= len(person.name) <= LONGEST_NAME else [("name", NAME_LENGTH)]
    if not person.email:
        flaws.append(("email", NO_EMAIL))
    return flaws + place_flaws(person.zone, person.language)


def workspace_flaws(workspace: Workspace) -> list[tuple[str, str]]:
    flaws = [] if 1 <= len(workspace.name) <= LONGEST_NAME else [("name", NAME_LENGTH)]
    if not is_slug(workspace.slug):
        flaws.append(("slug", "A short name has 2 to 39 lower-case letters, digits and hyphens."))
    flaws += place_flaws(workspace.zone, workspace.language)
    return flaws + [(f"settings.{path}", flaw) for path, flaw in settings_flaws(workspace.settings)]


def place_flaws(zone: str | None, language: str | None) -> list[tuple[str, str]]:
    flaws = []
    if zone is not None and zone not in _zones():
        flaws.append(("zone", "There is no such time zone. Write it like Asia/Shanghai."))
    if language is not None and language not in LANGUAGES:
        flaws.append(("language", "The desk speaks zh-CN and en."))
    return flaws


def settings_flaws(settings: Settings) -> list[tuple[str, str]]:
    """Pairs of a dotted path and what is wrong there."""
    flaws = [*_choice_flaws("tiers", settings.tiers), *_choice_flaws("types", settings.types)]
    if not {tier.key for tier in settings.tiers} >= KEPT_TIERS:
        flaws.append(("tiers", "The tiers vip and regular cannot be removed."))
    if not CLOSE_AFTER[0] <= settings.close_after_seconds <= CLOSE_AFTER[1]:
        flaws.append(("close_after_seconds", "Between one minute and ninety days."))
    if not NOTICES_KEPT[0] <= settings.notices_kept_days <= NOTICES_KEPT[1]:
        flaws.append(("notices_kept_days", "Between 7 days and ten years."))
    if not DECISIONS_KEPT[0] <= settings.decisions_kept_days <= DECISIONS_KEPT[1]:
        flaws.append(("decisions_kept_days", "Between 90 days and ten years."))
    return flaws


def _choice_flaws(path: str, choices: tuple[Choice, ...]) -> list[tuple[str, str]]:
    flaws: list[tuple[str, str]] = []
    if not 1 <= len(choices) <= 50:
        flaws.append((path, "Between 1 and 50 entries."))
    seen = set[str]()
    for n, choice in enumerate(choices):
        if not KEY.fullmatch(choice.key):
            flaws.append((f"{path}.{n}.key", "A key has lower-case letters, digits and _ and begins with a letter."))
        if choice.key in seen:
            flaws.append((f"{path}.{n}.key", "This key is used twice."))
        seen.add(choice.key)
        flaws += [
            (f"{path}.{n}.{name}", "A name has 1 to 60 characters.")
            for name in ("zh", "en")
            if not 1 <= len(getattr(choice, name).strip()) <= 60
        ]
    return flaws


def key_of(choices: tuple[Choice, ...], text: str) -> str | None:
    """The key of a choice that is called so in any language: `投诉`, `Complaint` and `complaint` are one."""
    said = text.strip().casefold()
    return next((c.key for c in choices if said in {c.key.casefold(), c.zh.casefold(), c.en.casefold()}), None)


def tier_rank(settings: Settings, tier: str) -> int:
    """0 is the best. A tier that the workspace no longer has comes last."""
    keys = [choice.key for choice in settings.tiers]
    return keys.index(tier) if tier in keys else len(keys)


def changes(before: Any, after: Any) -> dict[str, tuple[Any, Any]]:
    """What differs between two of the same dataclass: field -> (was, is)."""
    pairs = ((f.name, getattr(before, f.name), getattr(after, f.name)) for f in fields(before))
    return {name: (was, now) for name, was, now in pairs if was != now}


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())
