"""Pages for customers: no script, no cookie, nothing from elsewhere."""

import base64
import hashlib
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_datetime, get_timezone_name
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import MediaType, Request, Response
from markupsafe import Markup

from jishi.identity.language import LANGUAGES, choose_language, translate

FOLDER = Path(__file__).parent / "templates"
TEMPLATES = Environment(
    loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)
STYLE = (FOLDER / "style.css").read_text("utf-8")
STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
HEADERS = {
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{STYLE_HASH}'; img-src 'self'; form-action 'self'; base-uri 'none';"
        " frame-ancestors 'none'"
    ),
    # The address of a progress page is its key: no other site, cache or search engine may learn it.
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "X-Content-Type-Options": "nosniff",
}
Asked = Request[Any, Any, Any]


def language_of(request: Asked, given: str = "") -> str:
    """What the visitor chose on the page, else what the browser asks for."""
    chosen = given or request.query_params.get("lang", "")
    return choose_language(request.headers.get("accept-language", ""), chosen if chosen in LANGUAGES else None)


def page(template: str, language: str, *, status: int = 200, **values: Any) -> Response[str]:
    """A template in one language. In it, `_("…")` says a sentence."""

    def say(sentence: str, **params: object) -> str:
        return translate(" ".join(sentence.split()), language, **params)

    html = TEMPLATES.get_template(template).render(
        _=say,
        language=language,
        style=Markup(STYLE),  # noqa: S704 - our own file; its quotes must stay what the policy's hash was made of
        other=next(one for one in LANGUAGES if one != language),
        **values,
    )
    headers = {**HEADERS, "Content-Language": language}
    return Response(html, status_code=status, media_type=MediaType.HTML, headers=headers)


def sorry(request: Asked, status: int, sentence: str, params: dict[str, Any], headers: dict[str, str]) -> Response[str]:
    """An error on one of these pages: a route names this as its `page`, and the web layer calls it."""
    language = language_of(request)
    response = page("sorry.html", language, status=status, sentence=translate(sentence, language, **params))
    response.headers.update(headers)
    return response


def when(instant: datetime, zone: str, language: str) -> str:
    """An instant as the desk's clock shows it, with the day of the week."""
    form = "M月d日（EEE）HH:mm" if language == "zh-CN" else "EEEE, d MMMM, HH:mm"
    return format_datetime(instant, form, tzinfo=ZoneInfo(zone), locale=language.replace("-", "_"))


def zone_name(zone: str, at: datetime, language: str) -> str:
    """`China Standard Time`, 中国标准时间."""
    there = at.astimezone(ZoneInfo(zone))
    return get_timezone_name(there, width="long", locale=language.replace("-", "_"))


def file_size(size: int) -> str:
    """`312 B`, `48 kB`, `3.2 MB`."""
    if size < 1000:
        return f"{size} B"
    return f"{size / 1000:.0f} kB" if size < 1e6 else f"{size / 1e6:.1f} MB"


TEMPLATES.filters["file_size"] = file_size
