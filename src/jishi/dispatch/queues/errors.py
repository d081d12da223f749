"""What a queue refuses."""

from jishi.kernel.errors import Invalid


class BadQueueSettings(Invalid):
    """These settings of a queue cannot be kept."""
