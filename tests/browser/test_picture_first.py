"""The picture before the code: no moment without an answer, and nothing said twice."""

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.RootContainer_pb2 import RootContainer

KILLED = "conflict=russia-ukraine&subject=north-korea&metric=killed&population=military"

#: Whether a chart's picture stands in its place, and has come.
PICTURED = """() => {
  const place = document.querySelector('.st-key-timeline');
  const address = place && getComputedStyle(place).backgroundImage.match(/url\\("(.*)"\\)/)?.[1];
  return address && performance.getEntriesByName(new URL(address, location).href)
    .some(one => one.responseEnd > 0) && place.getBoundingClientRect().height >= 400;
}"""


def held_back(one):
    """Have the chart's code not come until it is let through; return the requests for it."""
    held = []
    one.page.route("**/PlotlyChart.*.js", lambda request: held.append(request))
    return held


@pytest.mark.parametrize("options", [{}, {"viewport": {"width": 390, "height": 844}},
                                     {"color_scheme": "dark"}])  # fmt: skip
def test_the_picture_stands_until_the_chart_does(reader, options):
    one = reader(**options)
    held = held_back(one)
    one.page.goto(f"{one.site}/timeline?{KILLED}", wait_until="commit")
    shown = one.page.locator("#first picture img")
    shown.wait_for()
    alt = shown.get_attribute("alt")
    one._until("() => !document.getElementById('first')")
    one._until(PICTURED)
    assert one.page.locator(".js-plotly-plot").count() == 0
    assert one.answer().startswith("Two institutions")
    before = one.page.evaluate(
        "() => getComputedStyle(document.querySelector('.st-key-timeline')).backgroundImage"
    )
    assert ("-dark.svg" in before) == (options.get("color_scheme") == "dark")
    for request in held:
        request.continue_()
    one._until("() => document.querySelector('.st-key-timeline .main-svg .trace')")
    place = one.page.locator(".st-key-timeline")
    assert place.evaluate("place => getComputedStyle(place).backgroundImage") == "none"
    # What the picture said in words, the chart says now, and it alone.
    assert one.page.get_by_label(alt, exact=True).count() == 1
    assert one.page.locator("h1").count() == 1


def test_another_selection_has_another_picture_before_the_chart_has_come(reader):
    one = reader()
    held = held_back(one)
    one.page.goto(f"{one.site}/timeline?{KILLED}", wait_until="commit")
    one._until(PICTURED)
    one.page.get_by_text("Logarithmic", exact=True).click()
    address = "getComputedStyle(document.querySelector('.st-key-timeline')).backgroundImage"
    one._until(f"() => {address}.includes('scale=log')")
    one._until(PICTURED)
    one.page.go_back()
    one._until(f"() => !{address}.includes('scale=log')")
    for request in held:
        request.continue_()
    one._until("() => document.querySelector('.st-key-timeline .main-svg .trace')")


def test_a_notice_is_read_beside_the_picture(reader):
    one = reader()
    held = held_back(one)
    one.page.goto(f"{one.site}/timeline?{KILLED}&colour=red", wait_until="commit")
    one._until("() => !document.getElementById('first')")
    one.page.get_by_text("Part of the address was set aside").wait_for()
    one._until(PICTURED)
    for request in held:
        request.continue_()
    one._until("() => document.querySelector('.st-key-timeline .main-svg .trace')")


#: Counts how often Plotly draws marks: it leaves a mark that was changed meanwhile only if not.
DRAWS = """
let plotly;
window.draws = 0;
Object.defineProperty(window, 'Plotly', { get: () => plotly, set: value => {
  const react = value.react;
  value.react = (chart, ...more) => {
    const mark = chart.querySelector('.points path'), before = mark?.getAttribute('d');
    mark?.setAttribute('d', 'M0,0');
    const done = react(chart, ...more);
    if (mark?.getAttribute('d') === 'M0,0') mark.setAttribute('d', before);
    else window.draws += 1;
    return done;
  };
  plotly = value;
} });
"""


def test_a_change_draws_the_chart_once(reader):
    one = reader()
    one.page.add_init_script(DRAWS)
    sent = []
    one.page.on(
        "websocket", lambda session: session.on("framereceived", lambda frame: sent.append(frame))
    )
    one.open(f"/timeline?{KILLED}")
    assert one.marks()
    sent.clear()
    one.page.evaluate("window.draws = 0")
    one.page.get_by_text("Logarithmic", exact=True).click()
    one._until("() => document.querySelector('.js-plotly-plot')?._fullLayout.yaxis.type === 'log'")
    one.settled()
    assert one.page.evaluate("window.draws") == 1
    # A style has a browser look at the whole page anew: the chart goes before it.
    told = [ForwardMsg.FromString(message) for message in sent]
    kinds = [one.delta.new_element.WhichOneof("type") for one in told]
    styles = [
        at for at, one in enumerate(told) if [*one.metadata.delta_path][:1] == [RootContainer.EVENT]
    ]
    assert kinds.index("plotly_chart") < min(styles)
