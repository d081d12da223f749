"""Words in what a customer says."""

import unicodedata

FIRST_EASTERN = "\u2e80"  # from here on words are not set apart by spaces


def plain(text: str) -> str:
    """Without the differences that nobody means: width, capitals, spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def occurs(word: str, said: str) -> bool:
    """Whether `word` is said. A western word must begin one: "app" is not in "happy", though "refund" is in "refunds".

    Both as `plain` makes them.
    """
    place = said.find(word)
    while place >= 0:
        if place == 0 or not (_western(word[0]) and _western(said[place - 1])):
            return bool(word)
        place = said.find(word, place + 1)
    return False


def _western(letter: str) -> bool:
    return letter < FIRST_EASTERN and letter.isalnum()
