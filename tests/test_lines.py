"""A row is one line: what is not is named by its line, and the lines after it keep theirs."""

import os

import pytest

from contested import checks
from contested.tables import TABLES

pytestmark = pytest.mark.slow  # each checks or builds a folder


def said(folder):
    """Return what is said of the lines below; the header of events is that of the first form."""
    found = [str(problem) for problem in checks.problems(folder.path)]
    return [problem for problem in found if "has the first form" not in problem]


#: What an empty file of events takes.
COLUMNS = ",".join(column.name for column in TABLES["events"])

HEADER = "conflict,date,label,url"
ROW = "war,2025-01-01,{},https://example.org/a"
#: The last row of each file below; the problem it has tells that its line is right.
BAD = "war,2025-01-99,last,https://example.org/z"
FAULT = "date is '2025-01-99'; there is no such day; write a date as 2025-08-22"
QUOTED = 'a cell with quotes or commas takes the form "said ""some 600"", twice"'

TAKES = "it takes 4, one a column"
LACKS = "a comma probably lacks before"
STANDS = "a comma probably stands unquoted in"
QUOTES = "it takes quotes around it, as"

FILES = [
    # (lines between header and the bad last row, problems by line, line of the last row)
    ([], {}, 2),
    ([ROW.format("a")], {}, 3),
    ([ROW.format('"a, ""b"""')], {}, 3),
    (["war,2025-01-01,a"], {2: f"the row has 3 cells; {TAKES}; {LACKS} url"}, 3),
    (
        [ROW.format("a, b")],
        {2: f"the row has 5 cells; {TAKES}; {STANDS} label, 'a, b'; {QUOTES} \"a, b\""},
        3,
    ),
    (
        [ROW.format('Fell 1,000 ""men""')],
        {
            2: f'the row has 5 cells; {TAKES}; {STANDS} label, \'Fell 1,000 ""men""\'; '
            f'{QUOTES} "Fell 1,000 """"men"""""'
        },
        3,
    ),
    ([ROW.format("a") + "," * 8], {2: f"the row has 12 cells; {TAKES}"}, 3),
    ([""], {2: "the line is empty; take it out"}, 3),
    (
        [ROW.format('"a\nb"')],
        {2: "a cell holds a line break, and the row ends in line 3; a row takes one line"},
        4,
    ),
    (
        [ROW.format('"a\n\nb, ""c""\nd"'), "x"],
        {
            2: "a cell holds a line break, and the row ends in line 5; a row takes one line",
            6: f"the row has 1 cell; {TAKES}",
        },
        7,
    ),
    ([ROW.format('"a')], {2: f"a quote is not closed or not doubled; {QUOTED}"}, 3),
    ([ROW.format('"a"b')], {2: f"a quote is not closed or not doubled; {QUOTED}"}, 3),
    (
        [ROW.format("a\rb")],
        {2: "a carriage return (U+000D) stands inside the line; a row takes one line"},
        3,
    ),
    (
        ["x" * 100_001],
        {2: "the line is 100001 bytes long; a row takes at most 100000"},
        3,
    ),
]


@pytest.mark.parametrize(("before", "problems", "last"), FILES)
@pytest.mark.parametrize(("ending", "mark", "close"), [("\n", "", True), ("\r\n", "\ufeff", False)])
def test_lines_that_are_no_row_are_named_and_the_others_checked(
    folder, before, problems, last, ending, mark, close
):
    text = ending.join([mark + HEADER, *before, BAD]) + (ending if close else "")
    folder.write("events", text)
    expected = {**problems, last: FAULT}
    assert said(folder) == [f"events.csv:{line}: {expected[line]}" for line in sorted(expected)]


def test_mixed_line_ends_pass(folder):
    folder.write("events", f"{HEADER}\r\n{ROW.format('a')}\n{ROW.format('b')}\r\n{BAD}")
    assert said(folder) == [f"events.csv:4: {FAULT}"]


def test_bytes_that_are_not_text_are_named(folder):
    folder.write(
        "events", f"{HEADER}\n{ROW.format('a')}\n{ROW.format('é')}\n{BAD}\n".encode("latin-1")
    )
    assert said(folder) == [
        "events.csv:3: byte 16 of the line (0xE9) is not UTF-8; save the file as UTF-8",
        f"events.csv:4: {FAULT}",
    ]


def test_columns_may_stand_in_any_order(folder):
    folder.write("events", "url,label,date,conflict\nhttps://example.org/a,a,2025-01-01,wor\n")
    assert said(folder) == ["events.csv:2: conflict is 'wor'; did you mean 'war'?"]


HEADERS = [
    ("conflict,date,label,url\n", []),
    ("conflict,date,label,url", []),
    ("\ufeffconflict,date,label,url\r\n", []),
    ("", [f"events.csv:1: the first line is empty; it takes {COLUMNS}"]),
    ("\n", [f"events.csv:1: the first line is empty; it takes {COLUMNS}"]),
    ("conflict,date,url\n", ["events.csv:1: the header lacks label"]),
    (
        "conflict,date,lable,url\n",
        [
            "events.csv:1: the header lacks label",
            "events.csv:1: header is 'lable'; no column has that name; did you mean 'label'?",
        ],
    ),
    (
        "conflict,date,label,url,url\n",
        ["events.csv:1: header is 'url'; the column stands twice; leave one"],
    ),
    (
        "conflict|date|label\n",
        [
            "events.csv: bars stand between its cells; it takes commas: `contested format --fix` "
            "writes it",
            "events.csv:1: the header lacks url",
        ],
    ),
    (
        b"conflict,date,l\xe4bel,url\n",
        [
            "events.csv:1: the header cannot be read ('utf-8' codec can't decode byte 0xe4 in "
            "position 15: invalid continuation byte); "
            f"it takes {COLUMNS}"
        ],
    ),
]


@pytest.mark.parametrize(("text", "expected"), HEADERS)
def test_a_header_names_each_column_once(folder, text, expected):
    folder.write("events", text)
    assert said(folder) == expected


def test_a_file_that_cannot_be_read_hides_no_other_problem(folder):
    folder.write("articles", "id,publisher\n")
    folder.change("claims", 3, best="60O")
    assert said(folder) == [
        "articles.csv:1: the header lacks title, author, url, archive_url, published, language",
        "claims.csv:3: best is '60O'; write whole numbers with digits only, as 4700",
    ]


def test_a_broken_row_is_still_known_by_its_id(folder):
    text = folder.read("articles")
    folder.write("articles", text.replace("Toll rises,,", "Toll rises,"))
    assert said(folder) == [
        f"articles.csv:2: the row has 7 cells; it takes 8, one a column; {LACKS} author"
    ]


#: The cells of a sound claim, a comma put into one of them, and what is said of the comma.
CLAIM = (
    "yna-2025-01-13-2,yna-2025-01-13,nis,war,north-korea,killed,military,{low},{best},,about,"
    "cumulative,,2025-01-13,,estimate,{stated},{note},,,,,,,,"
)
COMMAS = [
    ({"best": "1,000"}, 27, "best, '1,000'; write whole numbers with digits only, as 1000"),
    ({"best": "1,000,000"}, 28, "best, '1,000,000'; write whole numbers with digits only, as"),
    ({"low": "1,200", "best": "1000"}, 27, "low, '1,200'; write whole numbers with digits only"),
    ({"best": "1000", "stated": "About 1,000"}, 27, "stated, 'About 1,000'; it takes quotes"),
    ({"best": "1000", "note": "Wounded, too"}, 27, "note, 'Wounded, too'; it takes quotes"),
    ({"best": "5", "stated": '"a, b"', "note": "x, y"}, 27, "note, 'x, y'; it takes quotes"),
]


@pytest.mark.parametrize(("cells", "count", "comma"), COMMAS)
def test_an_unquoted_comma_is_an_error_that_says_where_it_stands(folder, cells, count, comma):
    row = CLAIM.format(**{"low": "", "stated": "", "note": ""} | cells)
    folder.write("claims", folder.read("claims") + row + "\n")
    (told,) = said(folder)
    assert told.startswith(f"claims.csv:6: the row has {count} cells; it takes 26, one a column")
    assert f"a comma probably stands unquoted in {comma}" in told


def test_a_row_with_an_empty_cell_too_many_is_an_error_in_every_file(folder):
    for name in TABLES:
        text = folder.read(name)
        if text.count("\n") < 2:
            continue
        folder.write(name, text.rstrip("\n") + ",\n")
        (told,) = [line for line in said(folder) if "the row has" in line]
        assert told.startswith(f"{name}.csv:{text.count(chr(10))}: the row has")
        folder.write(name, text)


@pytest.mark.parametrize("what", ["folder", "pipe", "device", "loop"])
def test_what_is_no_file_is_named_and_not_read(folder, what):
    path = folder.path / "events.csv"
    path.unlink()
    if what == "folder":
        path.mkdir()
    elif what == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to("/dev/zero" if what == "device" else path)
    (told,) = said(folder)
    assert told.startswith("events.csv: it cannot be read: ")
    wanted = "symbolic links" if what == "loop" else what
    assert wanted in told
