"""The claims as tools for assistants, by the Model Context Protocol (`contested mcp`).

Each tool only reads. Whatever is answered carries, for every number, its hedge, who said it and
when, where it was printed, its address, and what came of it since.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import pandas as pd
from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import ToolAnnotations

from contested import __version__, cite, queries, words
from contested.addresses import Site, at
from contested.dataset import Data
from contested.errors import ContestedError
from contested.rows import Row, one_by_one
from contested.selection import quantity_of
from contested.vocabulary import EVIDENCE, RELATIONS
from contested.words import lookups

#: The most claims or quantities that one answer holds.
MOST = 50

INSTRUCTIONS = (
    "Figures that wars are reported in. Every number is a claim: what one source stated, with its "
    "hedge, as one article printed it. Never give a number without its hedge, its source and its "
    "date, and say what came of it since. Claims that are set apart, of different days or by "
    "different definitions are not to be added, averaged or divided. What is not here is not "
    "recorded here; that is no statement about the world. Link the address of what you name."
)

_READS = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)

Given = ParamSpec("Given")
Made = TypeVar("Made")


def server(opened: Callable[[], Data]) -> MCPServer:
    """Return the server of the tools; `opened` gives the data as they are when a tool is used."""
    tools = MCPServer(
        "contested", title="Contested", version=__version__, instructions=INSTRUCTIONS
    )

    def tool(work: Callable[Given, Made]) -> Callable[Given, Made]:
        @wraps(work)
        def answer(*given: Given.args, **named: Given.kwargs) -> Made:
            try:
                return work(*given, **named)
            except ContestedError as error:
                raise ToolError(str(error)) from error

        tools.tool(annotations=_READS)(answer)
        return answer

    @tool
    def look_up(text: str, limit: int = 8) -> dict[str, Any]:
        """Look up a number, a sentence, a people or a war: whether it is recorded, and who said it.

        `text` is what was read somewhere, such as "600 North Koreans killed". The claims come best
        first, with the quantities that the words name.
        """
        data = opened()
        matches = data.lookup(text, _limit(limit))
        return {
            "claims": _claims(data, matches.claims),
            "quantities": [_quantity(row) for row in one_by_one(matches.quantities)],
            "words_that_nothing_here_holds": list(matches.unknown),
            "note": lookups.NO_JUDGEMENT if matches.empty else "",
        }

    @tool
    def claims(selection: str, limit: int = 20) -> dict[str, Any]:
        """List the claims of a selection, the newest first.

        `selection` is written as an address of the site is, such as
        "subject=north-korea&metric=killed&since=2025"; its words are conflict, subject, metric,
        population, event, source, relation, side, evidence, place, since, until and known_on. A
        wrong one is answered with what would pass.
        """
        data = opened()
        every = queries.claims(data.engine(), data.selection(selection))
        newest = every.iloc[::-1].head(_limit(limit))
        return {"total": len(every), "claims": _claims(data, newest)}

    @tool
    def contested(conflict: str = "", limit: int = 20) -> dict[str, Any]:
        """List what is contested: quantities whose claims of one time differ most, widest first.

        `conflict` is a conflict's id, or nothing for all. `at_least_apart` is how many times the
        lower claim the higher one surely is.
        """
        data = opened()
        rows = data.quantities(f"conflict={conflict}" if conflict else "")
        apart = rows[rows["spread"].notna() & (rows["spread"] > 1)]
        widest = apart.sort_values(["spread", "name"], ascending=[False, True]).head(_limit(limit))
        return {
            "total": len(apart),
            "quantities": [
                {
                    **_quantity(row),
                    "at": words.day(row["at"]),
                    "at_least_apart": words.times(row["spread"]),
                    "claims": _claims(
                        data,
                        queries.these(data.engine(), [row["lowest_claim"], row["highest_claim"]]),
                    ),
                }
                for row in one_by_one(widest)
            ],
        }

    @tool
    def answer(selection: str) -> dict[str, Any]:
        """Say in words what the claims about one quantity amount to, as its page does.

        `selection` names the quantity, such as "subject=gaza&metric=killed"; dates and sources
        narrow it, and known_on=2024-05-01 gives what was recorded as printed by then.
        """
        data = opened()
        engine = data.engine()
        whole = queries.complete(engine, data.selection(selection))
        given = data.answer(selection)
        return {
            "title": given.title,
            "answer": given.answer,
            "narrowed_to": given.narrowing,
            "address": _site().view("timeline", whole),
            "newest_claims": _claims(data, queries.claims(engine, whole).iloc[::-1].head(10)),
        }

    @tool
    def citation(claim: str, form: str = "text") -> str:
        """Cite a claim by its id: as text, bib (BibTeX), ris or csl.json."""
        return opened().cite(claim, form)

    return tools


def _site() -> Site:
    return at("")


def _limit(limit: int) -> int:
    if not 1 <= limit <= MOST:
        raise ToolError(f"limit is {limit}; give a whole number from 1 to {MOST}")
    return limit


def _claims(data: Data, rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Return claims in the order of their rows, each with all that may not be left out."""
    known = "since_id" in rows
    if not known:
        rows = rows.merge(queries.later(data.engine(), rows["id"]), on="id", how="left")
    return [_claim(row) for row in one_by_one(rows)]


def _claim(row: Row) -> dict[str, Any]:
    dates = {name: row[f"{name}_on"] for name in ("disputed", "denied")}
    came = [lookups.came(row)]
    came += [f"{name} on {words.day(on)}" for name, on in dates.items() if not words.missing(on)]
    site = _site()
    return {
        "id": row["id"],
        "what": words.counted(row),
        "number": words.said(row),
        "source": row["source_name"],
        "relation": RELATIONS[str(row["relation"])].label,
        "evidence": EVIDENCE[str(row["evidence"])].label,
        "dates": words.window(row),
        "printed": cite.line(row),
        "since": "; ".join(filter(None, came)) or "nothing recorded here",
        "set_apart": words.set_apart(row),
        "note": "" if words.missing(row["note"]) else row["note"],
        "address": site.url("claim", row["id"]) if site.origin else site.path("claim", row["id"]),
    }


def _quantity(row: Row) -> dict[str, Any]:
    named = quantity_of(row)
    return {
        "name": row["name"],
        "selection": named.query(),
        "says": lookups.quantity_line(row),
        "address": _site().view("timeline", named),
    }
