"""What a mass re-assignment refuses."""

from jishi.kernel.errors import Invalid


class BadReassignment(Invalid):
    """This cannot be re-assigned as asked."""
