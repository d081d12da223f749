"""Which language a text is written in, as far as its letters tell."""

import re

MOST_READ = 600  # characters; a text does not change its language after that
LEAST = {"han": 2, "kana": 1, "hangul": 2, "cyrillic": 4, "arabic": 4, "thai": 4, "latin": 8}  # letters that tell
SCRIPTS = {
    "kana": re.compile(r"[\u3040-\u30ff]"),
    "han": re.compile(r"[\u3400-\u9fff\uf900-\ufaff]"),
    "hangul": re.compile(r"[\uac00-\ud7af]"),
    "cyrillic": re.compile(r"[\u0400-\u04ff]"),
    "arabic": re.compile(r"[\u0600-\u06ff]"),
    "thai": re.compile(r"[\u0e00-\u0e7f]"),
    "latin": re.compile(r"[A-Za-z\u00c0-\u024f]"),
}
WRITTEN_IN = {
    "zh-CN": "han", "ja": "kana", "ko": "hangul", "ru": "cyrillic", "ar": "arabic", "th": "thai", "en": "latin",
}  # fmt: skip
OTHER_LATIN = re.compile(r"[\u00c0-\u024f]")
# Addresses and numbers of things are Latin in a text of any language.
NAMED = re.compile(r"[0-9@]|://")
NAMES = re.compile(r"https?://\S{0,500}|[\w.+-]{1,64}@[\w.-]{1,190}|[A-Za-z]{0,8}[-_]?\d[\w-]{0,40}")
LETTER_OF_A_WORD = 6  # a Chinese character says as much as so many Latin letters


def language_of(text: str, known: str | None = None) -> str | None:
    """The language of `text`, or None when its letters do not tell. `known` stands if it is written in the script
    that was found: letters cannot tell French from English.
    """
    script = script_of(text)
    if script is None:
        return known
    if known is not None and script_used_by(known) == script:
        return known
    if script == "latin" and OTHER_LATIN.search(text[:MOST_READ]):
        return known if known is not None and script_used_by(known) == script else None
    return next(language for language, written in WRITTEN_IN.items() if written == script)


def script_of(text: str) -> str | None:
    """The script most of the text is in: han, kana, latin … None when there is too little of any."""
    read = text[:MOST_READ]
    if NAMED.search(read):
        read = NAMES.sub(" ", read)
    if read.isascii():
        return "latin" if len(SCRIPTS["latin"].findall(read)) >= LEAST["latin"] else None
    counts = {name: len(letters.findall(read)) for name, letters in SCRIPTS.items()}
    if counts["kana"] > counts["han"] / 10 and counts["kana"] >= LEAST["kana"]:  # kanji are Han characters
        return "kana"
    shares = {name: found / (LETTER_OF_A_WORD if name == "latin" else 1) for name, found in counts.items()}
    best = max(shares, key=lambda name: shares[name])
    return best if counts[best] >= LEAST[best] else None


def script_used_by(language: str) -> str:
    """What a language is written in; Latin when we do not know."""
    base = language.split("-", maxsplit=1)[0].split("_", maxsplit=1)[0].lower()
    return next((script for name, script in WRITTEN_IN.items() if name.split("-")[0] == base), "latin")
