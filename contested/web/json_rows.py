"""Rows for a program to read: as JSON, and the tags that humanitarian data carry in CSV."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal

import pandas as pd

from contested import export
from contested.rows import Row, one_by_one
from contested.words import missing

#: Above a column of claims: its HXL 1.1 hashtag (hxlstandard.org), none twice.
HXL: Mapping[str, str] = MappingProxyType(
    {
        "id": "#meta+id+claim",
        "quantity": "#indicator+name",
        "said": "#indicator+value+text",
        "conflict": "#crisis+code",
        "subject": "#group+code+subject",
        "metric": "#indicator+code",
        "population": "#population+type",
        "low": "#indicator+value+num+min",
        "best": "#indicator+value+num",
        "high": "#indicator+value+num+max",
        "unit": "#indicator+unit",
        "qualifier": "#indicator+qualifier",
        "counting": "#indicator+counting",
        "since": "#date+start",
        "as_of": "#date+end",
        "place": "#loc+name",
        "evidence": "#indicator+evidence",
        "stated": "#description+stated",
        "note": "#description+note",
        "source": "#org+code+source",
        "source_name": "#org+name+source",
        "relation": "#org+relation",
        "origin": "#org+code+origin",
        "article": "#meta+id+article",
        "publisher": "#org+name+publisher",
        "title": "#meta+title",
        "author": "#contact+name+author",
        "published": "#date+published",
        "url": "#meta+url",
        "archive_url": "#meta+url+archive",
        "language": "#meta+language",
        "supersedes": "#meta+id+supersedes",
        "reason": "#description+reason",
        "superseded_by": "#meta+id+superseded_by",
        "superseded_on": "#date+superseded",
        "apart": "#description+apart",
        "folder": "#meta+id+folder",
        "licence": "#meta+url+licence",
        "citation": "#meta+citation",
        "event": "#event+code",
        "only": "#population+part",
        "via": "#org+code+via",
        "same_as": "#meta+id+same_as",
        "tellings": "#meta+num+tellings",
        "interval": "#indicator+interval",
        "level": "#indicator+interval+level",
        "place_id": "#loc+code",
        "side": "#org+side",
        "as_of_from": "#date+end+first",
        "as_of_to": "#date+end+last",
        "as_of_precision": "#date+end+precision",
        "since_from": "#date+start+first",
        "since_to": "#date+start+last",
        "since_precision": "#date+start+precision",
        "published_precision": "#date+published+precision",
        "withdrawn_on": "#date+withdrawn",
        "misprinted_on": "#date+misprinted",
        "disputed_on": "#date+disputed",
        "apart_codes": "#description+apart+code",
        "since_text": "#date+start+text",
        "as_of_text": "#date+end+text",
        "published_text": "#date+published+text",
        "denied_on": "#date+denied",
        "unhedged_by": "#org+name+unhedged",
        "form": "#meta+form",
    }
)

Kind = Literal["string", "date", "integer", "number", "boolean"]


def plain_rows(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Return rows as JSON's own values: dates as YYYY-MM-DD, null where there is none."""
    return [plain(row) for row in one_by_one(rows)]


def plain(row: Row) -> dict[str, Any]:
    """Return a row as JSON's own values, as `plain_rows` has them."""
    return {name: _plain(cell) for name, cell in row.items()}


def claims(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Return claims, rows of queries.claims, with the columns of every export."""
    return export.objects(one_by_one(rows))


def columns(rows: pd.DataFrame) -> dict[str, Kind]:
    """Return what each column of rows holds, in JSON's words."""
    return {str(name): _kind(kind) for name, kind in rows.dtypes.items()}


def tagged(content: bytes) -> bytes:
    """Return claims as CSV with the row of HXL tags under its header."""
    header, _, rest = content.partition(b"\n")
    tags = ",".join(HXL[name] for name in header.decode().split(","))
    return b"\n".join([header, tags.encode(), rest])


def _plain(cell: Any) -> Any:
    if isinstance(cell, str):
        return cell
    if missing(cell):
        return None
    if isinstance(cell, pd.Timestamp):
        return cell.date().isoformat()
    return cell.item() if hasattr(cell, "item") else cell


def _kind(kind: Any) -> Kind:
    if pd.api.types.is_datetime64_any_dtype(kind):
        return "date"
    if pd.api.types.is_bool_dtype(kind):
        return "boolean"
    if pd.api.types.is_integer_dtype(kind):
        return "integer"
    return "number" if pd.api.types.is_float_dtype(kind) else "string"
