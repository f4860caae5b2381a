"""The one template environment: what every template may call, and how a template is filled."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from contested import addresses, vocabulary, words
from contested.words.language import language_name


def safe_url(value: Any) -> str:
    """Return an address of the web as it is, and nothing for any other kind of address.

    >>> safe_url("https://example.org/1"), safe_url("javascript:alert(1)"), safe_url(None)
    ('https://example.org/1', '', '')
    """
    text = "" if words.missing(value) else str(value)
    return text if text.lower().startswith(("http://", "https://")) else ""


def at_words(url: Any, stated: Any) -> str:
    """Return an article's address that opens it at the words of a claim, where they are known.

    >>> at_words("https://example.org/1", "some 600"), at_words("https://example.org/1", None)
    ('https://example.org/1#:~:text=some%20600', 'https://example.org/1')
    """
    address = safe_url(url)
    if not address or words.missing(stated) or "#" in address:
        return address
    # A hyphen would part the phrase from the text around it.
    return f"{address}#:~:text={quote(str(stated), safe='').replace('-', '%2D')}"


def script_data(data: Any) -> Markup:
    r"""Return data as JSON that may stand within a script element: no letter can end it.

    >>> print(script_data({"name": "</script>"}))
    {"name":"\u003c/script\u003e"}
    """
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return Markup(text)  # every letter that could end the element is escaped above


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("contested.html"),
        autoescape=True,
        auto_reload=False,  # a template is compiled once
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "day": words.day,
        "short_month": words.short_month,
        "short_as_of": words.short_as_of,
        "said": words.said,
        "set_apart": words.set_apart,
        "window": words.window,
        "dated": words.dated,
        "provenance": words.provenance,
        "published": words.published,
        "count": words.count,
        "counted": words.counted,
        "capital": words.capital,
        "language": language_name,
        "safe_url": safe_url,
        "at_words": at_words,
        "script_data": script_data,
        "filled": lambda value: not words.missing(value),
    }
    environment.globals["vocabulary"] = vocabulary
    environment.globals["report_address"] = addresses.report
    return environment


_TEMPLATES = _environment()


def rendered(name: str, /, **parts: Any) -> str:
    """Return a template filled; what it is filled with is escaped wherever it stands.

    `name` is its path under `templates/`, without the ending.
    """
    return _TEMPLATES.get_template(f"{name}.html").render(parts)
