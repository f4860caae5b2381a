"""A claim, an article and a source in the words of schema.org, for machines that read pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from contested import queries, words
from contested.addresses import Site
from contested.database import Database
from contested.folders import Terms
from contested.rows import Row

#: Kinds of source that may be a person who speaks for an institution; the data do not say which.
_SOMEONE = {"government", "military", "official_anonymous"}


def claim(claim: Row, sources: Mapping[str, Row], here: Site, data: Database) -> dict[str, Any]:
    """Return a schema.org Claim: who asserts it, and the article in which it appears."""
    return _filled(
        {
            "@context": "https://schema.org",
            "@type": "Claim",
            "@id": here.url("claim", claim["id"]),
            "url": here.url("claim", claim["id"]),
            "identifier": claim["id"],
            "name": f"{words.capital(words.said(claim))}: {claim['quantity']}",
            "text": words.sentence(claim),
            "about": claim["quantity"],
            "author": [_who(one, here) for one in sources.values()],
            "datePublished": _date(claim["published"]),
            "temporalCoverage": _covered(claim),
            "contentLocation": _text(claim["place"]),
            "appearance": _article(claim, claim["article"], here),
            "isPartOf": _dataset(here, data),
        }
    )


def article(article: Row, claims: Sequence[Row], here: Site) -> dict[str, Any]:
    """Return a NewsArticle with the claims it mentions."""
    mentions = [
        {
            "@type": "Claim",
            "@id": here.url("claim", claim["id"]),
            "name": f"{words.capital(words.said(claim))}: {claim['quantity']}",
        }
        for claim in claims
    ]
    described = _article(article, article["id"], here)
    return _filled({"@context": "https://schema.org", **described, "mentions": mentions})


def source(
    source: Row, answer: str, here: Site, data: Database, terms: Sequence[Terms]
) -> dict[str, Any]:
    """Return who a source is, and the claims that name it as a Dataset."""
    files = [
        {
            "@type": "DataDownload",
            "encodingFormat": mime,
            "contentUrl": f"{here.url('api', f'claims.{form}')}?source={source['id']}",
        }
        for form, mime in (("csv", "text/csv"), ("json", "application/json"))
    ]
    claims = {
        "@type": "Dataset",
        "@id": f"{here.url('source', source['id'])}#claims",
        "name": f"Claims of {source['name']}",
        "description": answer,
        "url": here.url("source", source["id"]),
        "creator": {"@type": "Organization", "name": "Contested"},
        "license": _licence(terms),
        "version": data.hash,
        "temporalCoverage": _span(source["first"], source["last"]),
        "isAccessibleForFree": True,
        "about": {"@id": here.url("source", source["id"])},
        "distribution": files,
        "isPartOf": _dataset(here, data),
    }
    who = _who(source, here)
    if who["@type"] == "Organization" and not words.missing(source["part_of"]):
        name, id = source["part_of_name"], source["part_of"]
        who["parentOrganization"] = {
            "@type": "Organization",
            "@id": here.url("source", id),
            "name": name,
        }
    return {"@context": "https://schema.org", "@graph": [who, _filled(claims)]}


def _who(source: Row, here: Site) -> dict[str, Any]:
    someone = source["kind"] in _SOMEONE and not words.missing(source["part_of"])
    return _filled(
        {
            "@type": "Thing" if someone else "Organization",
            "@id": here.url("source", source["id"]),
            "name": source["name"],
            "url": here.url("source", source["id"]),
            "sameAs": _text(source["homepage"]),
        }
    )


def _article(row: Row, id: str, here: Site) -> dict[str, Any]:
    url = _text(row["url"])
    return _filled(
        {
            "@type": "NewsArticle",
            "@id": here.url("article", id),
            "headline": _text(row["title"]) or row["publisher"],
            "url": url or here.url("article", id),
            "mainEntityOfPage": url,
            "archivedAt": _text(row["archive_url"]),
            "datePublished": _date(row["published"]),
            "inLanguage": row["language"],
            "author": _named(row["author"]),
            "publisher": _named(row["publisher"]),
        }
    )


def _dataset(here: Site, data: Database) -> dict[str, Any]:
    engine = data.engine()
    about = queries.folders(engine).iloc[0]
    return _filled(
        {
            "@type": "Dataset",
            "@id": f"{here.url('data')}#data",
            "name": str(about["title"] or "Contested"),
            "description": str(about["description"] or "Figures of wars as single claims."),
            "url": here.url("data"),
            "version": data.hash,
            "license": _licence(queries.terms(engine)),
        }
    )


def _licence(terms: Sequence[Terms]) -> str | list[str] | None:
    urls = [one.url for one in terms]
    return urls[0] if len(urls) == 1 else urls


def _named(name: Any) -> dict[str, str] | None:
    return None if words.missing(name) else {"@type": "Organization", "name": str(name)}


def _covered(claim: Row) -> str:
    return _span(None if claim["counting"] == "snapshot" else claim["since"], claim["as_of"])


def _span(first: Any, last: Any) -> str:
    return "/".join(part for part in (_date(first), _date(last)) if part)


def _date(value: Any) -> str:
    return "" if words.missing(value) else str(value.date())


def _text(value: Any) -> str:
    return "" if words.missing(value) else str(value)


def _filled(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in properties.items() if value not in (None, "", [])}
