"""A decision in one sentence that a person reads, in Chinese or English. Pure: codes and numbers in, words out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from jishi.dispatch.model import Dropped, Why, WhyNot

Words = Mapping[str, tuple[str, str]]  # Chinese, English

CHOSEN: Words = {
    Why.ONLY: ("此刻唯一有空的人", "the only one free"),
    Why.PREVIOUS: ("上次服务过这位客户", "served this customer last time"),
    Why.WISHED: ("最接近希望的技能", "the closest to what was wished for"),
    Why.NEWCOMER: ("简单问题,留给新人", "a simple one, good for a newcomer"),
    Why.EXPERT: ("复杂问题,技能级别最高", "the highest grade, for a complex ticket"),
    Why.FEWEST_SKILLS: ("会的刚好够用,多面手留给别的工单", "the fewest skills that suffice"),
    Why.LIGHTEST: ("负载最低", "the lightest load"),
    Why.IDLE: ("负载同为最低,空闲最久", "idle the longest of those with the lightest load"),
    Why.BEST_FIT: ("整批分下来最合适", "the best fit for all of them together"),
    Why.TURN: ("按轮次轮到", "next in turn"),
    Why.ORDER: ("负载与空闲都相同,按序轮到", "equal in load and idleness, next in order"),
}
ABSENT: Words = {
    WhyNot.FULL: ("{n} 人已满", "{n} full"),
    WhyNot.WRAP_UP: ("{n} 人在整理", "{n} wrapping up"),
    WhyNot.BREAK: ("{n} 人在休息", "{n} on a break"),
    WhyNot.AWAY: ("{n} 人离开", "{n} away"),
    WhyNot.OFFLINE: ("{n} 人离线", "{n} offline"),
    WhyNot.OFF_SHIFT: ("{n} 人不在班", "{n} off shift"),
    WhyNot.UNSKILLED: ("{n} 人没有所需技能", "{n} without the skill"),
    WhyNot.LANGUAGE: ("{n} 人不会这种语言", "{n} without the language"),
    WhyNot.DECLINED: ("{n} 人刚退回过它", "{n} gave it back"),
}
HINDERED: Words = {
    WhyNot.DEACTIVATED: ("账号已停用", "account closed"),
    WhyNot.ELSEWHERE: ("不在这个组", "not in the team"),
    WhyNot.OFF_SHIFT: ("不在班", "off shift"),
    WhyNot.OFFLINE: ("离线", "offline"),
    WhyNot.BREAK: ("休息中", "on a break"),
    WhyNot.AWAY: ("离开", "away"),
    WhyNot.WRAP_UP: ("整理中", "wrapping up"),
    WhyNot.UNSKILLED: ("没有所需技能", "does not have the skill"),
    WhyNot.LANGUAGE: ("不会这种语言", "does not speak the language"),
    WhyNot.DECLINED: ("刚退回过这张工单", "gave this ticket back"),
    WhyNot.FULL: ("已满,{load}/{capacity}", "full, {load}/{capacity}"),
}
LET_GO: Words = {
    Dropped.WAITED: ("久等无人,不再要求 {what}", "waited long enough for {what}"),
    Dropped.NOBODY: ("没有人会 {what},已放宽", "nobody has {what}, so it was let go"),
    Dropped.PEAK: ("高峰,不再要求 {what}", "peak: no longer {what}"),
}
LANGUAGES: Words = {
    "zh": ("中文", "Chinese"),
    "en": ("英语", "English"),
    "ja": ("日语", "Japanese"),
    "ko": ("韩语", "Korean"),
    "fr": ("法语", "French"),
    "de": ("德语", "German"),
    "es": ("西班牙语", "Spanish"),
    "ru": ("俄语", "Russian"),
}
BY_PEOPLE: Words = {
    Why.BY_HAND: ("由〈{by}〉派给〈{agent}〉", "Given to {agent} by {by}"),
    Why.TAKEN: ("〈{agent}〉自己接手", "Taken by {agent}"),
    Why.PULLED: ("〈{agent}〉点「下一张」领取", "Taken by {agent} as the next one"),
    Why.ACCEPTED: ("〈{agent}〉接受了派单", "Accepted by {agent}"),
    Why.OFFERED: ("询问〈{agent}〉是否接单", "Offered to {agent}"),
    Why.REFUSED: ("〈{agent}〉没有接受", "Refused by {agent}"),
    Why.LAPSED: ("〈{agent}〉未及时接单", "Not answered in time by {agent}"),
    Why.OVERFLOWED: ("等待过久,也请{team}接单", "Waited too long: {team} may take it too"),
    Why.PEAK: ("高峰模式,也请{team}接单", "Peak: {team} may take it too"),
    Why.ABSENT: ("〈{from}〉不在,退回队列", "Back in the queue: {from} is not here"),
    Why.LEFT: ("〈{from}〉已离职,退回队列", "Back in the queue: {from} has left"),
    Why.OVER_CAPACITY: ("〈{from}〉手上超出容量,退回队列", "Back in the queue: {from} has more than they take"),
    Why.REASSIGNED: ("批量改派,由〈{by}〉派给〈{agent}〉", "Given to {agent} by {by}, one of many"),
    Why.GIVEN_BACK: ("〈{from}〉退回队列", "Given back to the queue by {from}"),
    Why.TAKEN_BACK: ("由〈{by}〉从〈{from}〉处收回到队列", "Taken back from {from} to the queue by {by}"),
    Why.MOVED: ("由〈{by}〉转到{team}", "Moved to {team} by {by}"),
}
GROUP_WORDS = ("组", "部", "队", "班", "中心", "科", "台")


def sentence(code: str, params: Mapping[str, Any], language: str) -> str:
    """Why a ticket has its owner, or has none. Ends without a full stop, so that it can stand in a list."""
    zh = language.startswith("zh")
    if code in CHOSEN:
        return _chosen(code, params, zh=zh)
    if code in BY_PEOPLE:
        return _by_people(code, params, zh=zh)
    return _waiting(code, params, zh=zh)


def without_figures(params: Mapping[str, Any]) -> dict[str, Any]:
    """For somebody of another department: how full a colleague was, and until when they work, is not theirs to know."""
    return {name: told for name, told in params.items() if name not in {"load", "capacity", "until", "zone"}}


def why_not(code: str, language: str, *, load: int, capacity: int) -> str:
    """Why a candidate was passed over."""
    return HINDERED[code][_side(zh=language.startswith("zh"))].format(load=load, capacity=capacity)


def merit(code: str, language: str) -> str:
    """Why a candidate was preferred."""
    return CHOSEN[code][_side(zh=language.startswith("zh"))]


def let_go(params: Mapping[str, Any], *, zh: bool) -> Iterator[str]:
    """What was wished for and not waited for any longer, and why."""
    for kind, name, why in params.get("fallback", ()):
        what = _language(name, zh=zh) if kind == "language" else name
        yield LET_GO[why][_side(zh=zh)].format(what=what)


def _chosen(code: str, params: Mapping[str, Any], *, zh: bool) -> str:
    """What they have of what it takes; then what settled it, and what was let go for it."""
    case, agent = _case(code, params, zh=zh), params.get("agent")
    return f"给〈{agent}〉:{case}" if zh else f"To {agent}: {case}"


def _case(code: str, params: Mapping[str, Any], *, zh: bool) -> str:
    has = [*_place(params, zh=zh), *_abilities(params, zh=zh), _here(params, zh=zh)]
    if "load" in params:
        has.append(f"{params['load']}/{params.get('capacity')}")
    because = [CHOSEN[code][_side(zh=zh)], *let_go(params, zh=zh)]
    return f"{','.join(has)};{';'.join(because)}" if zh else f"{', '.join(has)}; {'; '.join(because)}"


def _place(params: Mapping[str, Any], *, zh: bool) -> Iterator[str]:
    if params.get("overflow"):
        helped = _team(params, zh=zh, nowhere="总队列" if zh else "the general queue")
        yield f"支援{helped}" if zh else f"helping {helped}"
    elif params.get("team"):
        yield _team(params, zh=zh, nowhere="") if zh else f"in {params['team']}"


def _abilities(params: Mapping[str, Any], *, zh: bool) -> Iterator[str]:
    if skills := params.get("skills"):
        named = _skills(skills, zh=zh)
        yield f"技能 {named}" if zh else f"skill{'s' if len(skills) > 1 else ''} {named}"
    if language := params.get("language"):
        yield f"会{_language(language, zh=zh)}" if zh else f"speaks {_language(language, zh=zh)}"


def _here(params: Mapping[str, Any], *, zh: bool) -> str:
    if not params.get("until"):
        return "在线" if zh else "online"
    until = datetime.fromisoformat(params["until"]).astimezone(ZoneInfo(params.get("zone", "UTC")))
    return f"在班到 {until:%H:%M}" if zh else f"on shift until {until:%H:%M}"


def _skills(skills: Iterable[Sequence[Any]], *, zh: bool) -> str:
    return "、".join(f"{name}≥{grade}" for name, grade in skills) if zh else ", ".join(f"{n} ≥ {g}" for n, g in skills)


def _language(code: str, *, zh: bool) -> str:
    return LANGUAGES.get(code.partition("-")[0].lower(), (code, code))[_side(zh=zh)]


def _waiting(code: str, params: Mapping[str, Any], *, zh: bool) -> str:
    team = _team(params, zh=zh, nowhere="总队列" if zh else "the general queue")
    told = ("," if zh else ", ").join(_what_for(code, params, zh=zh))
    return f"在{team}排队:{told}" if zh else f"Waiting in {team}: {told}"


def _what_for(code: str, params: Mapping[str, Any], *, zh: bool) -> list[str]:
    told = [ABSENT[key][_side(zh=zh)].format(n=params[key]) for key in ABSENT if params.get(key)]
    if code == Why.TO_PULL:
        return ["等人领取" if zh else "whoever is next takes it"]
    if code == Why.NOBODY_SKILLED:
        return list(_missing(params, zh=zh)) or told
    if code == Why.NO_MEMBERS or not told:
        return ["没有接单的人" if zh else "nobody takes tickets there"]
    return told


def _missing(params: Mapping[str, Any], *, zh: bool) -> Iterator[str]:
    if skills := params.get("missing"):
        named = _skills(skills, zh=zh)
        yield f"没有人会 {named}" if zh else f"nobody has {named}"
    if language := params.get("language"):
        named = _language(language, zh=zh)
        yield f"没有人会{named}" if zh else f"nobody speaks {named}"


def _by_people(code: str, params: Mapping[str, Any], *, zh: bool) -> str:
    unknown = "系统" if zh else "the system"
    names = {key: params.get(key) or unknown for key in ("by", "agent", "from")}
    said = BY_PEOPLE[code][_side(zh=zh)].format(**names, team=_team(params, zh=zh, nowhere=unknown))
    chosen = params.get("chosen")  # of an offer, and of its acceptance: why the dispatcher asked just them
    note = _case(chosen, params, zh=zh) if chosen else params.get("note")
    return said + (f":{note}" if zh else f": {note}") if note else said


def _team(params: Mapping[str, Any], *, zh: bool, nowhere: str) -> str:
    """`售后` is shown as 售后组; a name that already says what it is, and a Latin one, stay as they are."""
    name = params.get("team")
    if not name:
        return nowhere
    if not zh or name.endswith(GROUP_WORDS):
        return str(name)
    return f"{name} 组" if name[-1].isascii() else f"{name}组"


def _side(*, zh: bool) -> int:
    return 0 if zh else 1
