"""A file to fill in, in the reader's language: a row for each shift."""

import csv
from collections.abc import Sequence
from datetime import date, timedelta
from io import BytesIO, StringIO

import xlsxwriter

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADER = {
    "zh-CN": ("姓名", "邮箱", "日期", "上班", "下班", "班次", "备注"),
    "en": ("Name", "Email", "Date", "From", "To", "Shift", "Note"),
}
SHIFTS = {
    "zh-CN": (("09:00", "18:00", "早班"), ("13:00", "22:00", "晚班"), ("22:00", "06:00", "夜班")),
    "en": (("09:00", "18:00", "Early"), ("13:00", "22:00", "Late"), ("22:00", "06:00", "Night")),
}
WIDTHS = (16, 28, 12, 8, 8, 12, 30)
FORMULA = ("=", "+", "-", "@", "\t", "\r")
Rows = list[tuple[str, ...]]


def template(colleagues: Sequence[tuple[str, str]], *, first: date, language: str) -> Rows:
    """The header and, as an example, a shift of each colleague next week."""
    spoken = language if language in HEADER else "en"
    monday = first + timedelta(days=7 - first.weekday())
    shifts = SHIFTS[spoken]
    rows: Rows = [HEADER[spoken]]
    for number, (name, email) in enumerate(colleagues):
        opens, closes, called = shifts[number % len(shifts)]
        rows.append((_plain(name), _plain(email), monday.isoformat(), opens, closes, called, ""))
    return rows


def as_csv(rows: Rows) -> bytes:
    """With the mark by which spreadsheets know UTF-8."""
    text = StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def as_excel(rows: Rows) -> bytes:
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width, text)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell, bold if number == 0 else text)
        sheet.freeze_panes(1, 0)
    return content.getvalue()


def _plain(cell: str) -> str:
    """What a spreadsheet would take for a formula is text."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
