"""How many labelled requests the desk's own words sort as they are labelled: `python -m tests.knowledge.score`."""

import csv
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from tests.knowledge.reading import read

DATA = Path(__file__).parents[1] / "data"
JUDGED = ("type", "level", "mood")
Row = dict[str, str]


def labelled(name: str) -> list[Row]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def part(rows: Iterable[Row], name: str) -> list[Row]:
    return [row for row in rows if row["part"] == name]


def said(row: Row) -> dict[str, str]:
    """What the desk goes by: a level that no word says is normal."""
    found = read(row["text"])
    return {"type": found.type or "", "level": found.level or "normal", "mood": found.mood or ""}


def shares(rows: list[Row]) -> dict[str, float]:
    right = Counter[str]()
    for row in rows:
        right.update(name for name, value in said(row).items() if value == row[name])
    return {name: right[name] / len(rows) for name in JUDGED}


def main() -> None:
    """Print the shares of every part; `--wrong PART` prints what is sorted otherwise than labelled."""
    everything = [*labelled("triage.csv"), *labelled("triage_desk.csv")]
    for name in dict.fromkeys(row["part"] for row in everything):
        rows = part(everything, name)
        say(f"{name:10} {len(rows):4}  " + "  ".join(f"{key} {share:6.1%}" for key, share in shares(rows).items()))
    for row in part(everything, sys.argv[2]) if sys.argv[1:2] == ["--wrong"] else ():
        wrong = [
            f"{name} {row[name] or '-'}: {value or '-'}" for name, value in said(row).items() if value != row[name]
        ]
        if wrong:
            say("; ".join(wrong) + " | " + row["text"].replace("\n", " / "))


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
