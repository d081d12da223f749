"""Keep a spreadsheet from computing what a customer wrote."""

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def guard_formula(text: str) -> str:
    """`text` for a cell of a CSV file: what looks like a formula gets an apostrophe, which spreadsheets do not show.

    Numbers stay numbers: a sign in front of digits computes nothing.
    """
    if text.startswith(STARTS) and not _is_number(text):
        return "'" + text
    return text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return text[0] in "+-" and "_" not in text
