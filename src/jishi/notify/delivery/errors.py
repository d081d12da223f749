"""What the post refuses."""

from jishi.kernel.errors import Conflict, Invalid, NotFound


class NoMailServer(Conflict):
    """Name the server for mail first."""


class MailNotTaken(Conflict):
    """The mail server did not take it: {said}"""


class NoSuchSubscription(NotFound):
    """There is no such browser among yours."""


class NothingFailed(NotFound):
    """There is no failed delivery of that number; perhaps it was sent again meanwhile."""


class BadPreference(Invalid):
    """These notification settings cannot be used."""


class BadMailServer(Invalid):
    """These settings for mail cannot be used."""


class BadSubscription(Invalid):
    """A browser cannot be told anything that way."""
