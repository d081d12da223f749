"""Every day that the State Council's notices name, from 2007 to 2026; tests/data/china-workdays/SOURCE.md."""

import csv
from datetime import date
from pathlib import Path

FILE = Path(__file__).parents[1] / "data" / "china-workdays" / "holiday_cn_2007_2026.csv"
YEARS = range(2007, 2027)


def named_days() -> tuple[set[date], set[date]]:
    """Days off, and days worked instead."""
    with FILE.open(encoding="utf-8-sig", newline="") as file:
        rows = [(date.fromisoformat(row["date"]), row["is_off_day"] == "1") for row in csv.DictReader(file)]
    return {day for day, is_off in rows if is_off}, {day for day, is_off in rows if not is_off}
