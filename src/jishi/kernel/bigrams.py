"""Words to index and to search by: Chinese has no spaces, so each pair of neighbouring characters is a word."""

import re
import unicodedata

RUN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\u3040-\u30ff\uac00-\ud7af]+|[^\W_\u3400-\u9fff\uf900-\ufaff]+")
LONGEST = 64  # characters of a word
MOST = 4000  # words of one message


def normalise(text: str) -> str:
    """Full-width letters to half-width, lower case: how text is stored for the recheck."""
    return unicodedata.normalize("NFKC", text).lower()


def index_words(text: str) -> list[str]:
    """All words of `text`, each once. Chinese runs give every character and every pair."""
    found: dict[str, None] = {}
    for run in RUN.findall(normalise(text)):
        if is_chinese(run):
            found.update(dict.fromkeys(run))
            found.update(dict.fromkeys(run[n : n + 2] for n in range(len(run) - 1)))
        else:
            found[run[:LONGEST]] = None
        if len(found) >= MOST:
            break
    return list(found)[:MOST]


def search_query(text: str) -> tuple[str, list[str]] | None:
    """A tsquery, and LIKE patterns that make it exact. None when `text` holds no word.

    Latin words match by their beginning; a Chinese run of n characters needs its n - 1 pairs.
    """
    terms: list[str] = []
    patterns: list[str] = []
    for run in RUN.findall(normalise(text))[:12]:
        if is_chinese(run):
            terms += [run[n : n + 2] for n in range(len(run) - 1)] or [run]
        else:
            terms.append(run[:LONGEST] + ":*")
        patterns.append(f"%{run}%")
    if not terms:
        return None
    quoted = ["'" + term.removesuffix(":*") + "'" + (":*" if term.endswith(":*") else "") for term in terms]
    return " & ".join(dict.fromkeys(quoted)), patterns


def is_chinese(run: str) -> bool:
    return "\u3040" <= run[0] <= "\ud7af" or "\uf900" <= run[0] <= "\ufaff"
