"""Kinds of error. A subclass's docstring is the sentence a person reads; its kind says how to treat it."""

from collections.abc import Iterable


class JishiError(Exception):
    """The desk cannot do that."""

    def __init__(self, **params: object) -> None:
        self.params = params
        super().__init__(self.sentence.format(**params))

    @property
    def sentence(self) -> str:
        """The untranslated sentence, with `{name}` where a parameter goes. It is the key of the catalogues."""
        return " ".join((type(self).__doc__ or JishiError.__doc__ or "").split())


class Invalid(JishiError):
    """What was sent cannot be accepted."""

    def __init__(self, errors: Iterable[tuple[str, str]] = (), **params: object) -> None:
        """`errors` are pairs of a dotted path to the wrong field and an English message that is a catalogue key."""
        self.errors = list(errors)
        super().__init__(**params)


class NotFound(JishiError):
    """There is no such thing here."""


class Conflict(JishiError):
    """The thing has moved on since you looked."""


class Forbidden(JishiError):
    """You may not do that."""


class Unauthenticated(JishiError):
    """Sign in first."""


class TooMany(JishiError):
    """Too many requests. Try again in {seconds} seconds."""

    def __init__(self, *, seconds: int = 1, **params: object) -> None:
        self.seconds = seconds
        super().__init__(seconds=seconds, **params)


class TooLarge(JishiError):
    """That is larger than the desk accepts."""


class Unavailable(JishiError):
    """The desk cannot answer right now. Try again shortly."""
