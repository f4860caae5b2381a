"""What stands above every view of a quantity: its name, and what its sources say now."""

from __future__ import annotations

from functools import partial

from contested import queries
from contested.engine import Engine
from contested.selection import Selection
from contested.views.view import Ask, Heading, among, direct, narrowing, titled
from contested.words import answers


def heading(engine: Engine, selection: Selection, ask: Ask = direct) -> Heading:
    """Return a quantity's name, its answer, and what that leaves out: claims and filters."""
    about = queries.quantity(engine, selection)
    current = queries.answering(engine, selection, partial(ask, queries.current))
    headline = ask(queries.headline, engine, selection)
    words = answers.in_words(ask(queries.unnumbered, engine, selection), current)
    if not about["name"]:
        return nothing_counted(engine, selection)
    these = among(engine, selection)
    first, more = answers.answer_in_two(current, headline, about["words"], these)
    if words and current.empty:
        first = f"No number of {about['words']} is in this selection."
    more = " ".join(filter(None, [more, words]))
    alone = "" if current.empty else _alone(engine, selection)
    return Heading(
        titled(about["name"], these),
        " ".join(filter(None, [first, more])),
        " ".join(filter(None, [alone, answers.aside(current, headline)])),
        narrowing(engine, selection),
        current,
        charted=True,
        more=more,
    )


def _alone(engine: Engine, selection: Selection) -> str:
    """Return that nothing is recorded of the whole conflict, where all there is is an event's."""
    if not selection.event or queries.quantity(engine, selection.without("event"))["name"]:
        return ""
    return "All of this is of one event; no such number of the whole conflict is recorded here."


def changes(engine: Engine, selection: Selection, ask: Ask = direct) -> str:
    """Return the changes of definition that touch a quantity, as a picture says them; or ""."""
    return answers.definition_changes(ask(queries.breaks, engine, selection))


def nothing_counted(engine: Engine, selection: Selection) -> Heading:
    """Return what stands above a view whose words name no quantity."""
    answer = "No claim about what was asked for is in this selection."
    return Heading("Nothing is counted here", answer, narrowing=narrowing(engine, selection))
