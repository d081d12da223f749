"""What cannot be done with a dictionary."""

from jishi.kernel.errors import Conflict, Invalid


class InvalidDictionary(Invalid):
    """This dictionary cannot be used as it is."""


class DictionaryMoved(Conflict):
    """Somebody else changed the dictionary meanwhile. Look at it again before you save."""
