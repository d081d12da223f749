"""Working time in the incident log, by pandas and numpy from the file itself: nothing of the desk's own code.

Monday to Friday, 8 to 12 and 13 to 18 in Brasília, without three holidays. Summer time ended there on a Sunday night in
February 2016 and began again in October, so within these hours wall-clock time has no jumps.
"""

from pathlib import Path

import numpy as np
import pandas as pd

HOLIDAYS = ("2016-03-25", "2016-04-21", "2016-05-26")
SPANS = ((8 * 3600, 12 * 3600), (13 * 3600, 18 * 3600))
CALENDAR = {
    "tz": "America/Sao_Paulo",
    "weekly": {str(day): [["08:00", "12:00"], ["13:00", "18:00"]] for day in range(5)},
    "holidays": list(HOLIDAYS),
}
MEANS = {
    "New": "work", "Active": "work", "Awaiting User Info": "wait", "Awaiting Evidence": "wait",
    "Awaiting Problem": "wait", "Awaiting Vendor": "wait", "Resolved": "end", "Closed": "end",
}  # fmt: skip
TIMES = ["opened_at", "sys_updated_at", "resolved_at"]


def worked_seconds(log: Path) -> dict[str, int]:
    """By incident: the working time until it was last solved, without waits and without the time it was solved."""
    rows = pd.read_csv(log, dtype=str, na_values="?", keep_default_na=False)
    rows[TIMES] = rows[TIMES].apply(pd.to_datetime, format="%d/%m/%Y %H:%M")
    rows = rows[rows["incident_state"].isin(list(MEANS))]
    rows["opened"] = rows.groupby("number")["opened_at"].transform("first")
    rows["at"] = rows[["sys_updated_at", "opened"]].max(axis=1)
    rows["row"] = np.arange(len(rows))
    rows = rows.sort_values(["number", "at", "row"])
    rows["means"] = rows["incident_state"].map(MEANS)
    before = rows.groupby("number")[["at", "means"]].shift()
    since = before["at"].fillna(rows["opened"])
    counts = before["means"].fillna("work") == "work"
    # Closed without having been solved: then the log's own word on when it was solved counts, where it fits.
    unsolved = (rows["incident_state"] == "Closed") & counts & rows["resolved_at"].notna()
    until = rows["at"].where(~unsolved, np.maximum(since, np.minimum(rows["resolved_at"], rows["at"])))
    rows["worked"] = np.where(counts, open_until(until) - open_until(since), 0)
    return {str(number): int(worked) for number, worked in rows.groupby("number")["worked"].sum().items()}


def open_until(wall: "pd.Series[pd.Timestamp]") -> np.ndarray:
    """Open seconds since 1970 at wall-clock instants."""
    at = wall.to_numpy().astype("datetime64[s]")
    day = at.astype("datetime64[D]")
    of_day = (at - day).astype(np.int64)
    whole = sum(closes - opens for opens, closes in SPANS)
    today = sum(np.clip(of_day - opens, 0, closes - opens) for opens, closes in SPANS)
    holidays = np.array(HOLIDAYS, dtype="datetime64[D]")
    worked_days = np.busday_count(np.datetime64("1970-01-01"), day, holidays=holidays)
    return worked_days * whole + np.where(np.is_busday(day, holidays=holidays), today, 0)
