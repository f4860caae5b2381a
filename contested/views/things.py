"""A few claims about many things as a chart: an article's, or one source's."""

from __future__ import annotations

import pandas as pd

from contested.charts import series
from contested.charts.style import Palette
from contested.views.view import Drawn
from contested.words import count


def drawn(claims: pd.DataFrame, palette: Palette) -> Drawn:
    """Return claims as a chart, each under what it counts; one without a number has no mark."""
    names = list(dict.fromkeys(claims["quantity"]))
    quantity = names[0] if len(names) == 1 else count(len(names), "quantity", "quantities")
    stated = claims[claims["number"].notna()]
    chart, words = series.chart(stated, palette), series.alt(stated)
    return Drawn(chart, words, series.READING, quantity=quantity)
