"""Policies in sentences that a person reads."""

from jishi.clock.model import Kind, Policy, Target
from jishi.kernel.conditions import Condition

WORDS: dict[str, dict[str, str]] = {
    "zh-CN": {
        "urgent": "紧急", "important": "重要", "normal": "一般", "vip": "VIP", "regular": "普通", "phone": "电话",
        "complex": "复杂", "simple": "简单", Kind.DISPATCH: "派单", Kind.FIRST_RESPONSE: "首次响应",
        Kind.NEXT_RESPONSE: "再次响应", Kind.UPDATE: "进度更新", Kind.RESOLUTION: "解决", Kind.ASK: "协作答复",
        Kind.RECOVERY: "回访", "business": "工作时间", "calendar": "自然时间", "other": "其他情况",
        "always": "所有工单",
        "enquiry": "咨询", "complaint": "投诉", "technical_support": "技术支持", "after_sale": "售后",
        "pre_sale": "售前",
        "form": "表单", "portal": "自助门户", "chat": "在线聊天", "email": "邮件", "wechat": "公众号",
        "wechat_kf": "微信客服", "wecom": "企业微信", "feishu": "飞书", "dingtalk": "钉钉",
        "social": "社交媒体", "api": "接口", "not": "非",
        "hour": "小时", "minute": "分钟", "second": "秒", "and": "、", "join": " · ",
    },
    "en": {
        "urgent": "urgent", "important": "important", "normal": "normal", "vip": "VIP", "regular": "regular",
        "phone": "phone", "complex": "complex", "simple": "simple", Kind.DISPATCH: "assigned",
        Kind.FIRST_RESPONSE: "first answered", Kind.NEXT_RESPONSE: "answered again", Kind.UPDATE: "told of progress",
        Kind.RESOLUTION: "solved", Kind.ASK: "answered by the other department", Kind.RECOVERY: "called back",
        "business": "working time", "calendar": "around the clock", "other": "otherwise", "always": "every ticket",
        "technical_support": "technical support", "after_sale": "after-sale", "pre_sale": "pre-sale", "not": "not ",
        "hour": "h", "minute": "min", "second": "s", "and": " or ", "join": " · ",
    },
}  # fmt: skip
UNITS = (("hour", 3_600), ("minute", 60), ("second", 1))


def summarise(policy: Policy, language: str) -> list[str]:
    """One sentence a target: 「紧急 · 电话:5 分钟内首次响应(自然时间)」, or its English twin."""
    words = WORDS[language]
    several = {target.kind for target in policy.targets if target.when}
    return [_sentence(policy, target, words, alone=target.kind not in several) for target in policy.targets]


def _sentence(policy: Policy, target: Target, words: dict[str, str], *, alone: bool) -> str:
    who = [_those(condition, words) for condition in policy.when] or [words["always"]]
    who += [_those(condition, words) for condition in target.when]
    if not alone and not target.when:
        who.append(words["other"])
    time, hours = duration(target.seconds, words), words["business" if target.business else "calendar"]
    done = words[target.kind]
    if words is WORDS["zh-CN"]:
        return f"{words['join'].join(who)}:{time}内{done}({hours})"
    return f"{words['join'].join(who)}: {done} within {time} ({hours})"


def _those(condition: Condition, words: dict[str, str]) -> str:
    named = words["and"].join(words.get(value, value) for value in condition.among)
    return words["not"] + named if condition.unless else named


def duration(seconds: int, words: dict[str, str]) -> str:
    """`1 小时 30 分钟`, `1 h 30 min`.."""
    parts: list[str] = []
    for unit, size in UNITS:
        count, seconds = divmod(seconds, size)
        if count:
            parts.append(f"{count} {words[unit]}")
    return " ".join(parts) or f"0 {words['second']}"
