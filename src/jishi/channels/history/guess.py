"""Which column is which, by what other desks call them."""

import re
from collections.abc import Sequence

WORDS = {
    "source_id": "number, ticket, ticket id, ticket number, id, case number, incident, incident number, key, 工单号,"
    " 工单编号, 单号, 编号",
    "opened_at": "opened at, opened, created at, created, create time, created time, date created, received at,"
    " 创建时间, 发起时间, 提交时间, 建单时间, 受理时间",
    "state": "state, status, 状态, 工单状态",
    "channel": "channel, source, via, contact type, 渠道, 联系渠道, 来源",
    "type": "type, category, ticket type, 类型, 问题类型, 工单类型, 分类",
    "level": "level, priority, 级别, 优先级, 紧急程度",
    "subject": "subject, title, summary, short description, 主题, 标题",
    "body": "body, description, text, content, message, 描述, 问题描述, 内容, 问题内容",
    "language": "language, 语言",
    "tags": "tags, labels, 标签",
    "tier": "tier, customer tier, 客户等级",
    "requester_name": "requester, requester name, customer, customer name, caller, name, 客户, 客户姓名,"
    " 客户名称, 姓名",
    "requester_email": "requester email, customer email, email, e-mail, 邮箱, 客户邮箱, 电子邮箱",
    "requester_phone": "requester phone, customer phone, phone, mobile, 电话, 客户电话, 手机, 手机号, 联系电话",
    "requester_external_id": "customer id, requester id, caller id, 客户id, 客户编号",
    "team": "team, group, assignment group, queue, 组, 客服组, 受理组, 技能组, 部门",
    "owner": "owner, assignee, agent, assigned to, 客服, 受理人, 负责人, 处理人",
    "assigned_at": "assigned at, 派单时间, 分配时间",
    "answered_at": "first response at, first reply at, first responded at, answered at, first response time,"
    " 首次响应时间, 首响时间",
    "answered_by": "answered by, first response by, 响应人",
    "solved_at": "solved at, resolved at, resolution time, resolved, 解决时间",
    "solved_by": "solved by, resolved by, 解决人",
    "closed_at": "closed at, closed, 关闭时间, 完成时间, 结束时间",
    "outcome": "outcome, resolution, close notes, 结果, 处理结果, 备注",
    "score": "score, csat, satisfaction, rating, 满意度, 客户满意度, 客户满意度(1-5分), 评分",
    "comment": "comment, feedback, 评价",
}


def guess(header: Sequence[str]) -> dict[str, str]:
    """Our names for the columns whose header says plainly what they are; the first of two stands."""
    found: dict[str, str] = {}
    for column in header:
        target = TARGET.get(_plain(column))
        if target is not None:
            found.setdefault(target, column)
    return found


def _plain(words: str) -> str:
    return re.sub(r"[\W_]+", " ", words.casefold()).strip()


TARGET = {_plain(word): target for target, words in WORDS.items() for word in words.split(",")}
