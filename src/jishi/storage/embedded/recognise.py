"""Recognise a cluster before a server is let near it."""

import os

from jishi.storage.embedded.demote import Account, give, name_of
from jishi.storage.embedded.errors import BelongsToAnother, OtherVersion, Unreadable
from jishi.storage.embedded.locate import full_version, major_version
from jishi.storage.embedded.settle import Home


def recognise(home: Home, account: Account | None) -> bool:
    """Say whether there is a cluster this server can serve; raise when there is one that it cannot."""
    if not home.cluster.exists() or not any(home.cluster.iterdir()):
        return False
    take_over(home, account)
    check_version(home)
    if not (home.cluster / "global" / "pg_control").exists():
        raise Unreadable(directory=home.cluster, found="global/pg_control is missing")
    return True


def take_over(home: Home, account: Account | None) -> None:
    """Make sure that the account owns the cluster and nobody else may enter, or PostgreSQL refuses it."""
    status = home.cluster.stat()
    owner = account[0] if account else os.geteuid()
    if status.st_uid != owner:
        if os.geteuid() != 0:
            raise BelongsToAnother(directory=home.cluster, owner=name_of(status.st_uid), me=name_of(os.geteuid()))
        give(home.cluster, account)  # root's own: a copy that root put back
    if status.st_mode & 0o077:
        home.cluster.chmod(0o700)


def check_version(home: Home) -> None:
    """Refuse a cluster that another major version wrote: neither reads the other's files."""
    try:
        theirs = (home.cluster / "PG_VERSION").read_text().strip()
    except FileNotFoundError:
        raise Unreadable(directory=home.cluster, found="PG_VERSION is missing") from None
    if theirs != major_version():
        raise OtherVersion(directory=home.cluster, theirs=theirs or "?", ours=full_version())
