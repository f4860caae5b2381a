"""What is seen before anyone scrolls: on a phone, on a tablet, on a laptop."""

import pytest

from contested import queries
from contested.database import database
from contested.selection import Selection
from contested.views import timeline

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
LAPTOP = {"viewport": {"width": 1366, "height": 768}}
TABLET = {"viewport": {"width": 768, "height": 1024}}

#: Above this many claims an answer is among the longest.
MANY = 10

BOX = """selector => { const { top, bottom, height } =
  document.querySelector(selector).getBoundingClientRect(); return { top, bottom, height }; }"""


@pytest.fixture(scope="module")
def wordy(cache):
    """Return the three quantities of the curated data with the most words above their chart."""
    engine = database().engine()
    lengths = []
    for row in queries.quantities(engine).query("claims >= @MANY").itertuples():
        asked = Selection(row.conflict, row.subject, row.metric, row.population, row.event)
        heading = timeline.VIEW.heading(engine, timeline.VIEW.filled(asked))
        lengths.append((len(heading.title) + len(heading.answer), asked.query()))
    return [query for _, query in sorted(lengths, reverse=True)[:3]]


def test_a_laptop_shows_the_whole_chart_under_the_longest_answers(reader, wordy):
    one = reader(**LAPTOP)
    for query in wordy:
        one.open(f"/timeline?{query}").marks()
        one.page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 0)")
        assert one.page.evaluate(BOX, ".js-plotly-plot")["bottom"] <= 768


def test_a_phone_shows_the_chart_or_the_table_under_the_longest_answers(reader, wordy):
    one = reader(**PHONE)
    for query in wordy:
        one.open(f"/timeline?{query}")
        assert one.page.evaluate(BOX, ".st-key-timeline")["top"] < 844 * 0.75
        # One line of choices, however many they are.
        assert one.page.evaluate(BOX, ".st-key-switches")["height"] < 70
    one.open(f"/compare?{wordy[0]}")
    assert one.page.evaluate(BOX, ".sheet tbody tr")["bottom"] < 844
    assert (
        one.page.evaluate(BOX, ".sheet")["bottom"]
        <= one.page.evaluate(BOX, ".st-key-compare_key")["top"]
    )


@pytest.mark.parametrize("path", ["/", "/data"])
def test_nothing_lies_over_the_search_where_the_sidebar_is_folded(reader, path):
    one = reader(**TABLET).open(path)
    box = one.page.get_by_label("Look a number up").first.bounding_box()
    ours = "([x, y]) => !!document.elementFromPoint(x, y).closest('.st-key-look_up')"
    for y in (box["y"] + 2, box["y"] + box["height"] - 2):
        assert one.page.evaluate(ours, [box["x"] + 20, y])
