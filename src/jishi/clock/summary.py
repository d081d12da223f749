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
        "hour": "小时", "minute": "分钟", "second": "秒", "and": "、", "join": " · ",
    },
    "en": {
        "urgent": "urgent", "important": "important", "normal": "normal", "vip": "VIP", "regular": "regular",
        "phone": "phone", "complex": "complex", "simple": "simple", Kind.DISPATCH: "assigned",
        Kind.FIRST_RESPONSE: "first answered", Kind.NEXT_RESPONSE: "answered again", Kind.UPDATE: "told of progress",
        Kind.RESOLUTION: "solved", Kind.ASK: "answered by the other department", Kind.RECOVERY: "called back",
        "business": "working time", "calendar": "around the clock", "other": "otherwise", "always": "every ticket",
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
    return words["and"].join(words.get(value, value) for value in condition.among)


def duration(seconds: int, words: dict[str, str]) -> str:
    """`1 小时 30 分钟`, `1 h 30 min`.."""
    parts: list[str] = []
    for unit, size in UNITS:
        count, seconds = divmod(seconds, size)
        if count:
            parts.append(f"{count} {words[unit]}")
    return " ".join(parts) or f"0 {words['second']}"
