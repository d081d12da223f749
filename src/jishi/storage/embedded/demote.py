"""Choose the account the server runs under: PostgreSQL refuses to run as root."""

import errno
import os
import pwd
from collections.abc import Iterable
from pathlib import Path

from jishi.storage.embedded.errors import NoLesserAccount

CANDIDATES = ("jishi", "postgres", "nobody")

Account = tuple[int, int]


def choose_account(places: Iterable[Path]) -> Account | None:
    """Return (uid, gid) of the account to take, or None to stay what we are.

    Whoever owns the first existing place that is not root's keeps it: a cluster made by a plain user and
    then started by root is still that user's.
    """
    if os.geteuid() != 0:
        return None
    for place in places:
        if place.exists() and (owner := place.stat().st_uid) != 0:
            return named(owner)
    for name in CANDIDATES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid:
            return entry.pw_uid, entry.pw_gid
    raise NoLesserAccount(reason=f"none of {', '.join(CANDIDATES)} exists")


def named(uid: int) -> Account:
    """Return the account with that number; the server needs one that has a name."""
    try:
        return uid, pwd.getpwuid(uid).pw_gid
    except KeyError:
        raise NoLesserAccount(reason=f"the owner of its directory, account {uid}, has no name") from None


def name_of(uid: int) -> str:
    """Return the name of the account for a person to read."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"account {uid}"


def give(path: Path, account: Account | None) -> None:
    """Give `path` and all in it to the account; does nothing without one. Links are given, not followed."""
    if account is None:
        return
    try:
        os.chown(path, *account, follow_symlinks=False)
    except OSError as wrong:
        if wrong.errno in {errno.EINVAL, errno.EPERM}:  # a container in which root is alone, or bound
            raise NoLesserAccount(reason=f"{path} cannot be given to {name_of(account[0])}") from wrong
        raise
    for folder, names, files in os.walk(path):
        for name in [*names, *files]:
            os.chown(Path(folder, name), *account, follow_symlinks=False)
