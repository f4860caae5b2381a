"""The language that everything is said in: where Babel's rules for numbers, dates and lists hold.

English as it is written in most of the world: "2 September 2025", "a, b and c", "11,000". Sentences
are put together by hand beside this module: Babel has rules for parts of a sentence, and none for
how a hedge or a claim is said.
"""

from babel import Locale

LOCALE = Locale.parse("en_001")

#: Months are shortened as Plotly's axes shorten them: "Sep", where LOCALE has "Sept".
SHORT = Locale.parse("en")


def language_name(code: str) -> str:
    """Return what a language is called; the code itself where no name of it is known.

    >>> language_name("en"), language_name("uk"), language_name("xx")
    ('English', 'Ukrainian', 'xx')
    """
    return str(LOCALE.languages.get(code.split("-")[0].lower(), code))
