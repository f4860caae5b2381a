"""The app. `streamlit run dashboard.py` serves the dashboard and, beside it, the web's routes.

Streamlit imports this file once to find `app`, and runs it as a script for every change a reader
makes; each of the two has its half.
"""

from pathlib import Path

import streamlit as st

if __name__ == "__main__":
    from contested import ui

    ui.run(Path(__file__).parent)
else:
    from contested import streamlit_inside, web

    streamlit_inside.take_pages_as_files()
    streamlit_inside.make_themes_once()
    app = st.App(
        Path(__file__),
        routes=web.routes(),
        middleware=web.middleware(),
        exception_handlers=web.exception_handlers(),
    )
