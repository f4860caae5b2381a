"""What do wars' numbers look like now, and who says so?"""

from contested import ui
from contested.views import overview

engine = ui.database()
selection = ui.selection()
ui.heading(overview.VIEW, engine, selection)
text = ui.searched()
if text:
    ui.results(engine, text)
    ui.stop()

ui.overview(engine, selection)
ui.index(engine, selection)
