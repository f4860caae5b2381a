"""One address for one article, however it was copied."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

#: Words of a query that say where a reader came from, or how the page is shown, and not which.
_TRACKING = re.compile(
    r"utm_.*|fbclid|gclid|dclid|msclkid|igshid|mc_[ce]id|cmpid|cmp|ref|ref_src|referrer|source|"
    r"outputtype|output|amp|taid|smid|smtyp|partner|ocid|ns_.*|at_.*|_ga|feature",
    re.IGNORECASE,
)

_PORTS = {"http": ":80", "https": ":443"}


def canonical(url: str) -> str:
    """Return what an address has in common with others that open the same article.

    Scheme, `www.`, the scheme's own port, tracking words, AMP forms, the fragment and a closing
    slash are left out. It is for comparing and is no address itself.

    >>> canonical("https://www.Example.org:443/news/1/amp/?utm_source=x&id=7#top")
    'example.org/news/1?id=7'
    """
    parts = urlsplit(url.strip())
    host = parts.netloc.lower().rpartition("@")[2]
    for port in _PORTS.values():
        host = host.removesuffix(port)
    host = re.sub(r"^(?:www\d?|m|mobile|amp)\.", "", host)
    path = re.sub(r"/{2,}", "/", parts.path)
    path = re.sub(r"(?:/amp)?/?$|\.amp(?=\.html?$)|\.amp/?$", "", path, flags=re.IGNORECASE)
    path = re.sub(r"^/amp(?=/)", "", path, flags=re.IGNORECASE)
    words = [
        (word, value)
        for word, value in parse_qsl(parts.query, keep_blank_values=True)
        if not _TRACKING.fullmatch(word)
    ]
    return host + path + (f"?{urlencode(sorted(words))}" if words else "")
