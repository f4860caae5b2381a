"""Which claims are these, as a table and as files?"""

from contested import queries, ui, views

engine = ui.database()
selection = ui.filters(engine, whole=True)
ui.heading(views.data.VIEW, engine, selection)
number = int(queries.count(engine, selection)["claims"])
if not number:
    ui.suggestions(engine, selection)
    ui.stop()

ui.downloads(engine, selection, number)
ui.listed_claims(engine, ui.within(queries.claims(engine, selection)))
