"""Leave out of a mail what its writer did not write now: quoted and forwarded mail, signatures, disclaimers."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

# Without one of these nothing is looked for: most requests are a line or two.
SIGNS = re.compile(
    r"(?m)^[ \t]*(?:>|＞|--|_____|\*?From:|\*?发件人|免责声明|本邮件|此邮件)"
    r"|wrote|写道|[Cc]onfidential|CONFIDENTIAL|[Dd]isclaimer|DISCLAIMER|intended|forwarded message"
    r"|Sent (?:from|via)|Get Outlook|发自我的|来自我的|发送自|由我的"
)
QUOTED = re.compile(r"[>＞](?!\d)")
SENT_FROM = re.compile(
    r"(?:Sent from my|Get Outlook for|Sent via)\b.{0,60}$|(?:发自我的|来自我的|发送自|由我的).{0,40}$"
)
REST = re.compile(
    r"(?i)-{2,}\s*(?:original (?:message|mail)|forwarded (?:message|mail)"
    r"|原始邮件|(?:回复的)?原邮件|转发的?(?:邮件|信息|邮件信息))\s*-{2,}"
    r"|begin forwarded message:|_{20,}$"
    r"|(?:legal )?disclaimer\s*:|confidentiality (?:notice|note)\b|免责声明|保密声明"
    r"|this (?:e-?mail|message|communication)\b.{0,80}\b(?:confidential|privileged|intended)"
    r"|the information (?:contained )?in this (?:e-?mail|message)\b"
    r"|[本此]邮件.{0,40}(?:保密|机密|仅供|仅限|收件人)"
)
HEADER = re.compile(
    r"(?i)[*\s]*(?:from|sent|date|to|cc|subject|reply-to|发件人|发送时间|发送日期|日期|时间|收件人|抄送|主题)[*\s]*[:：]"
)
FIRST_HEADER = re.compile(r"(?i)[*\s]*(?:from|发件人)[*\s]*[:：]")
FORWARD = re.compile(r"(?i)\s*(?:fwd?|转发)\s*[:：].*$")
LONGEST_INTRODUCTION, WIDEST_INTRODUCTION = 3, 300  # lines, characters
BEGINS = re.compile(r"(?i)on\b|在|于|.{0,80}(?:@|\d{4}\s*[年/.-])")
LONGEST_SIGNATURE = 10  # lines that are not empty


def blank_quotes(text: str) -> str:
    """The same text, blanks for what is not the writer's own, so that everything else stands where it stood. Of a mail
    that is nothing but a forwarded one, all of it: that is then the request."""
    if not SIGNS.search(text):
        return text
    lines = text.splitlines(keepends=True)
    own = set(_own(lines))
    blank = "".join(line if n in own else re.sub(r"[^\r\n]", " ", line) for n, line in enumerate(lines))
    rest = blank.strip()
    return blank if rest and not FORWARD.fullmatch(rest) else text


def _own(lines: Sequence[str]) -> Iterator[int]:
    """The numbers of the lines that the writer wrote."""
    n = 0
    while n < len(lines):
        line = lines[n].strip()
        if REST.match(line) or _is_signature(lines, n) or _is_header(lines, n):
            return
        if taken := _introduction(lines, n):
            n += taken
            if not QUOTED.match(_next_line(lines, n)):
                return  # quoted without a sign: nobody can tell where it ends
            continue
        if not (QUOTED.match(line) or SENT_FROM.match(line)):
            yield n
        n += 1


def _introduction(lines: Sequence[str], n: int) -> int:
    """How many lines say that somebody wrote what follows; mail programs break them at any place."""
    said = ""
    for taken, line in enumerate(lines[n : n + LONGEST_INTRODUCTION], start=1):
        more = line.strip(" >*\t\r\n")
        if taken > 1 and _says_who_wrote(more):
            return 0  # it begins there
        said = f"{said} {more}".strip()
        if not more or len(said) > WIDEST_INTRODUCTION or not BEGINS.match(said):
            return 0
        if _says_who_wrote(said):
            return taken
    return 0


def _says_who_wrote(said: str) -> bool:
    if not said.endswith((":", "：")):
        return False
    said = said[:-1].rstrip().lower()
    if said.endswith("写道"):
        return "@" in said or re.search(r"\d{4}\s*[年/.-]\s*\d", said) is not None
    return said.endswith("wrote") and ("@" in said or (said.startswith("on ") and re.search(r"\d", said) is not None))


def _is_header(lines: Sequence[str], n: int) -> bool:
    """From: and one more such line among the next ones."""
    return FIRST_HEADER.match(lines[n]) is not None and any(HEADER.match(line) for line in lines[n + 1 : n + 4])


def _is_signature(lines: Sequence[str], n: int) -> bool:
    """Two hyphens alone. Without the blank that mail programs put after them, what follows must be short."""
    if lines[n].strip() != "--":
        return False
    if lines[n].rstrip("\r\n") == "-- ":
        return True
    following = (line for at in range(n + 1, len(lines)) if (line := lines[at].strip()) and not QUOTED.match(line))
    return sum(1 for _ in islice(following, LONGEST_SIGNATURE + 1)) <= LONGEST_SIGNATURE  # no look to the end of a mail


def _next_line(lines: Sequence[str], n: int) -> str:
    return next((line for at in range(n, len(lines)) if (line := lines[at].strip())), "")
