"""One spelling for what people write in many: e-mail addresses, phone numbers, names, short names."""

import re
import unicodedata

EMAIL = re.compile(r"[^\s@<>()\[\],;:\"\x00-\x1f]+@[^\s@<>()\[\],;:\"\x00-\x1f.]+(\.[^\s@<>()\[\],;:\"\x00-\x1f.]+)*")
SLUG = re.compile(r"[a-z0-9][a-z0-9-]{1,38}")
EXTENSION = re.compile(r"[\s,;]*(?:ext\.?|extension|x|转|转接|分机|#)\s*[=:]?\s*(\d{1,8})#?$")
PUNCTUATION = re.compile(r"[\s().\-/‐-―·~]+")
TRUNK = re.compile(r"^(\+|00)([\d\s\-.]+)\(0\)")
CHINA = "86"
CHINESE_MOBILE = re.compile(r"1[3-9]\d{9}")
CHINESE_LANDLINE = re.compile(r"0[1-9]\d{8,10}")
CHINESE_SERVICE = re.compile(r"[48]00\d{7}")


def email(text: str) -> str | None:
    """The address in lower case, or None when it is none. Local parts differing in case only are one person's."""
    address = unicodedata.normalize("NFKC", text).strip().removeprefix("mailto:").lower()
    return address if len(address) <= 254 and EMAIL.fullmatch(address) else None


def phone(text: str, *, country: str = CHINA) -> str | None:
    """E.164 (`+8613812345678`, `;ext=12` behind it) where the country can be told, bare digits where not; None when
    it is no number. `country` is the calling code of numbers written without one.
    """
    written = unicodedata.normalize("NFKC", text).strip().lower().removeprefix("tel:")
    extension = ""
    if found := EXTENSION.search(written):
        written, extension = written[: found.start()], f";ext={found[1]}"
    written = PUNCTUATION.sub("", TRUNK.sub(r"\1\2", written))
    digits = written.removeprefix("+")
    if not (digits.isascii() and digits.isdecimal()):
        return None
    number = _international(digits) if written.startswith("+") else _local(digits, country)
    return number and number + extension


def plain(text: str) -> str:
    """One line without control characters and without space around it."""
    return " ".join("".join(" " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c for c in text).split())


def slug_of(name: str) -> str:
    """A short name for addresses; `desk` when the name has nothing to make one of."""
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    made = re.sub(r"[^a-z0-9]+", "-", ascii_name).strip("-")[:39].strip("-")
    return made if is_slug(made) else "desk"


def is_slug(text: str) -> bool:
    return SLUG.fullmatch(text) is not None


def _international(digits: str) -> str | None:
    if digits.startswith(CHINA + "0"):  # +86 (0)10 …: the trunk zero is not dialled from abroad
        digits = CHINA + digits[3:]
    return f"+{digits}" if 7 <= len(digits) <= 15 else None


def _local(digits: str, country: str) -> str | None:
    if digits.startswith("00") and len(digits) > 9:
        return _international(digits[2:])
    if country == CHINA and (number := _chinese(digits)):
        return number
    return digits if 5 <= len(digits) <= 15 else None


def _chinese(digits: str) -> str | None:
    if CHINESE_MOBILE.fullmatch(digits) or CHINESE_SERVICE.fullmatch(digits):
        return f"+{CHINA}{digits}"
    if CHINESE_LANDLINE.fullmatch(digits):
        return f"+{CHINA}{digits[1:]}"
    if digits.startswith(CHINA) and CHINESE_MOBILE.fullmatch(digits[2:]):
        return f"+{digits}"
    return None
