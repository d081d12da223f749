"""What a dry run refuses."""

from jishi.kernel.errors import Invalid, TooLarge


class UnreadableRequests(Invalid):
    """This file cannot be read. Send a table as CSV or Excel, its first row the names of its columns."""


class NoSuchColumn(Invalid):
    """The file has no such column."""


class TooManyRequests(TooLarge):
    """A dry run takes files of at most 8 MB."""
