"""The dry run of a file of past requests: read by whatever its columns are called, summed up by what would follow."""

import base64
from io import BytesIO
from typing import Any

import xlsxwriter

from tests.cast import ANNA, LEE, OTTO, Desk

TABLE = """创建时间,标题,问题描述,优先级,渠道,客户邮箱
2026-03-02 09:00,退款,我要退款,紧急,邮件,a@example.com
2026-03-02 09:05,,发票怎么开,一般,电话,b@example.com
,,,,,
昨天下午,退款,还没退款,P9,邮件,c@example.com
2026-03-02 10:00,退款,refund please,P9,邮件,d@example.com
"""


async def run(desk: Desk, **sent: Any) -> Any:
    return await desk.ok("POST", "/dispatch/dry-run/file", sent, as_=OTTO)


async def a_rule(desk: Desk, **more: Any) -> Any:
    rule = {"name": "退款", "condition": [{"trait": "text", "among": ["退款", "refund"]}], **more}
    return await desk.ok("POST", "/routing-rules", rule)


def counts(counted: list[Any]) -> dict[str | None, int]:
    return {each["name"] or each["key"]: each["count"] for each in counted}


async def test_a_file_with_more_columns_than_any_spreadsheet_is_refused(desk: Desk) -> None:
    names = ",".join(f"c{number}" for number in range(20_000))
    answer = await desk.ask("POST", "/dispatch/dry-run/file", {"text": f"{names}\nx\n"}, as_=OTTO)
    assert (answer.status_code, [error["path"] for error in answer.json()["errors"]]) == (422, ["file"])


async def test_a_file_is_summed_up_by_rule_team_level_and_policy(desk: Desk) -> None:
    team = await desk.ok("POST", "/teams", {"name": "退款组", "members": [desk.people[ANNA]]})
    await a_rule(desk, team=team["id"])
    told = await run(desk, text=TABLE)
    assert told["columns"]["body"] == "问题描述"
    assert (told["rows"], told["read"], told["refused"], told["more"]) == (5, 3, 2, False)
    assert [(each["row"], each["column"], each["why"]) for each in told["wrong"]] == [
        (4, "问题描述", "这一行没有内容。"),
        (5, "创建时间", "无法识别的时间。"),
    ]
    assert counts(told["by_rule"]) == {"退款": 2, None: 1}
    assert counts(told["by_team"]) == {"退款组": 2, "客服一组": 1}
    assert counts(told["by_level"])["urgent"] == 1
    assert sum(counts(told["by_policy"]).values()) == 3
    assert counts(told["unknown"]) == {"level: P9": 1}
    assert counts(told["by_agent"]) == {"Anna": 2, "Lee": 1} or counts(told["by_agent"]) == {"Anna": 3}
    assert [each["row"] for each in told["first"]] == [2, 3, 6]
    assert (await desk.ok("GET", "/tickets"))["items"] == []
    assert (await desk.ask("POST", "/dispatch/dry-run/file", {"text": TABLE}, as_=LEE)).status_code == 403


async def test_work_is_shared_by_those_who_could_do_it(desk: Desk) -> None:
    rows = "\n".join(f"2026-03-02 09:{n:02},a question" for n in range(40))
    told = await run(desk, text=f"created at,description\n{rows}")
    assert counts(told["by_agent"]) == {"Anna": 20, "Lee": 20}


async def test_case_a17_requests_for_a_skill_that_nobody_has_are_counted_with_the_reason(desk: Desk) -> None:
    skill = await desk.ok("POST", "/skills", {"name": "法务"})
    await a_rule(desk, needs=[{"skill": skill["id"], "grade": 2}])
    told = await run(desk, text=TABLE)
    assert counts(told["by_agent"]).keys() <= {"Anna", "Lee"}
    [waiting] = told["waiting"]
    assert waiting["count"] == 2
    assert "法务" in waiting["name"]


async def test_an_excel_file_says_the_same_and_columns_can_be_named(desk: Desk) -> None:
    book = BytesIO()
    workbook = xlsxwriter.Workbook(book)
    sheet = workbook.add_worksheet()
    for row, cells in enumerate([["when", "words"], ["2026-03-02 09:00", "退款"], ["", "发票"]]):
        sheet.write_row(row, 0, cells)
    workbook.close()
    file = base64.b64encode(book.getvalue()).decode()
    lost = await run(desk, file=file)
    assert (lost["header"], lost["columns"], lost["rows"]) == (["when", "words"], {}, 0)
    told = await run(desk, file=file, columns={"body": "words", "opened_at": "when"})
    assert (told["rows"], told["read"]) == (2, 2)
    wrong = await desk.ask("POST", "/dispatch/dry-run/file", {"file": file, "columns": {"body": "nothing"}})
    assert (wrong.status_code, wrong.json()["errors"][0]["path"]) == (422, "columns.body")
    empty = await desk.ask("POST", "/dispatch/dry-run/file", {"text": " "})
    assert empty.status_code == 422
