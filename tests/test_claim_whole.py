"""What a claim can say, and what it cannot: what passes, and a row that breaks each rule."""

import pytest

from contested import checks
from contested.checks import rules
from tests.test_checks import CLAIM

ADDRESS = "https://example.org/a"

#: An event that claims may count, and a telling, a correction and a response that pass.
EVENT = {
    "id": "clash",
    "conflict": "war",
    "began": "2025-04",
    "ended": "2025-04-20",
    "subjects": "russia",
    "label": "First clash",
    "phrase": "in the first clash",
    "url": ADDRESS,
}

#: A claim of the NIS that others here tell again, correct or respond to.
FIRST = {
    **CLAIM,
    "id": "first",
    "article": "yna-2025-04-30",
    "sources": "nis",
    "subject": "ukraine",
    "as_of": "2025-04-29",
}
LATER = {**FIRST, "id": "later", "article": "pravda-2025-05-02"}


def said(folder):
    return [str(problem) for problem in checks.problems(folder.path)]


PASSES = {
    "nearly": {"qualifier": "nearly", "stated": "nearly 700"},
    "dozens": {"qualifier": "unnumbered", "best": "", "stated": "dozens"},
    "at least, with a best": {"qualifier": "at_least", "low": "600"},
    "about, from and to": {"qualifier": "about", "low": "600", "best": "", "high": "800"},
    "about, from and to, with a best": {"qualifier": "about", "low": "600", "high": "800"},
    "a confidence interval": {
        "qualifier": "range",
        "low": "600",
        "high": "800",
        "interval": "confidence",
        "level": "95",
    },
    "a spread of models": {
        "qualifier": "range",
        "low": "600",
        "high": "800",
        "interval": "models",
    },
    "a month": {"as_of": "2025-04"},
    "a quarter": {"since": "2025-Q1", "counting": "period"},
    "a year": {"since": "2024", "as_of": "2025"},
    "the day it was printed": {"as_of": "2025-05-02"},
    "a part": {"only": "Wagner Group"},
    "who passes it on": {"via": "mediazona;budanov"},
    "an event": {"event": "clash", "since": "", "as_of": "2025-04-30"},
}


@pytest.mark.slow
@pytest.mark.parametrize("cells", PASSES.values(), ids=PASSES)
def test_what_a_source_may_say_passes(folder, cells):
    folder.add("events", **EVENT)
    folder.add("claims", **{**CLAIM, **cells})
    assert said(folder) == []


@pytest.mark.slow
def test_one_statement_may_be_told_corrected_and_answered(folder):
    folder.add("claims", **FIRST)
    folder.add("claims", **{**LATER, "best": "750", "qualifier": "about", "same_as": "first"})
    folder.add(
        "claims",
        **{
            **LATER,
            "id": "corrected",
            "metric": "casualties",
            "supersedes": "first",
            "reason": "It meant killed and wounded.",
        },
    )
    folder.add("responses", claim="later", response="misprinted", article="pravda-2025-05-02")
    for response, sources in (("withdrawn", "nis"), ("disputed", "hur"), ("denied", "budanov;nis")):
        folder.add(
            "responses",
            claim="first",
            response=response,
            sources=sources,
            article="pravda-2025-05-02",
        )
    assert said(folder) == []


# (the rule, rows that are added, the problem named)
BREAKS = [
    (
        "words-in-place-of-a-number-are-given",
        [("claims", {**CLAIM, "qualifier": "unnumbered", "best": ""})],
        "claims.csv:6: stated is ''; give the words that stand for the number, as dozens",
    ),
    (
        "a-qualifier-fits-the-numbers-given",
        [("claims", {**CLAIM, "qualifier": "unnumbered", "stated": "dozens"})],
        "claims.csv:6: qualifier is 'unnumbered'; unnumbered takes no number; best is 700",
    ),
    (
        "an-interval-has-two-ends",
        [("claims", {**CLAIM, "interval": "models"})],
        "claims.csv:6: interval is 'models'; it says what low and high are, and one of them is "
        "empty",
    ),
    (
        "a-level-is-that-of-an-interval",
        [("claims", {**CLAIM, "level": "95"})],
        "claims.csv:6: level is '95'; only a confidence or a credible interval has a level; "
        "interval is empty",
    ),
    (
        "the-number-printed-is-the-number-given",
        [("claims", {**CLAIM, "stated": "some 7,000"})],
        "claims.csv:6: notice: stated is 'some 7,000'; none of its numbers is that of low, best "
        "or high (700)",
    ),
    (
        "the-hedge-printed-is-the-hedge-given",
        [("claims", {**CLAIM, "stated": "Nearly 700"})],
        "claims.csv:6: notice: qualifier is 'exact'; stated says Nearly 700; is it nearly?",
    ),
    (
        "nothing-is-printed-before-it-is-true",
        [("claims", {**CLAIM, "as_of": "2025-05-03"})],
        "claims.csv:6: notice: as_of is '2025-05-03'; the article was published on 2025-05-02; "
        "as_of is that day or before",
    ),
    (
        "nothing-is-printed-before-it-is-true",
        [("claims", {**CLAIM, "as_of": "2025-06"})],
        "claims.csv:6: as_of is '2025-06'; the article was published on 2025-05-02; as_of is "
        "that day or before",
    ),
    (
        "a-reason-is-that-of-a-correction",
        [("claims", {**CLAIM, "reason": "Printed twice."})],
        "claims.csv:6: reason is 'Printed twice.'; it says why a claim supersedes another, and "
        "supersedes is empty; a caveat goes into note",
    ),
    (
        "a-claim-has-one-successor",
        [
            ("claims", FIRST),
            ("claims", {**LATER, "id": "a", "supersedes": "first", "reason": "x"}),
            ("claims", {**LATER, "id": "b", "best": "1", "supersedes": "first", "reason": "x"}),
        ],
        "claims.csv:8: supersedes is 'first'; line 7 supersedes it; a claim has one successor",
    ),
    (
        "a-correction-is-the-same-institution-s",
        [
            ("claims", FIRST),
            ("claims", {**LATER, "sources": "hur", "supersedes": "first", "reason": "x"}),
        ],
        "claims.csv:7: supersedes is 'first'; its sources are nis, this claim's hur; an "
        "institution corrects itself, another's number stands beside it",
    ),
    (
        "a-telling-names-the-earliest",
        [("claims", LATER), ("claims", {**FIRST, "same_as": "later"})],
        "claims.csv:7: same_as is 'later'; it was printed on 2025-05-02, this claim on "
        "2025-04-30; the telling printed first is the one named",
    ),
    (
        "a-telling-names-the-earliest",
        [
            ("claims", FIRST),
            ("claims", {**LATER, "same_as": "first"}),
            ("claims", {**LATER, "id": "third", "best": "800", "same_as": "later"}),
        ],
        "claims.csv:8: same_as is 'later'; it is itself a telling of first; name that one",
    ),
    (
        "a-telling-names-the-earliest",
        [("claims", {**FIRST, "same_as": "first"})],
        "claims.csv:6: same_as is 'first'; a claim is no telling of itself; leave it empty",
    ),
    (
        "tellings-are-of-one-statement",
        [("claims", FIRST), ("claims", {**LATER, "metric": "casualties", "same_as": "first"})],
        "claims.csv:7: same_as is 'first'; it counts war, ukraine, killed, military; a telling "
        "counts the same, and this claim counts war, ukraine, casualties, military",
    ),
    (
        "tellings-share-an-institution",
        [("claims", FIRST), ("claims", {**LATER, "sources": "hur", "same_as": "first"})],
        "claims.csv:7: same_as is 'first'; its sources are nis, this claim's hur; tellings share "
        "an institution",
    ),
    (
        "a-statement-is-corrected-as-a-whole",
        [
            ("claims", FIRST),
            ("claims", {**LATER, "same_as": "first"}),
            ("claims", {**LATER, "id": "c", "best": "1", "supersedes": "later", "reason": "x"}),
        ],
        "claims.csv:8: supersedes is 'later'; it is a telling of first; name that one, and all "
        "are superseded",
    ),
    (
        "who-passes-a-number-on-does-not-assert-it",
        [("claims", {**CLAIM, "via": "budanov;hur"})],
        "claims.csv:6: via is 'budanov;hur'; hur is among the sources; leave it in one",
    ),
    (
        "what-a-number-covers-is-named-without-only",
        [("claims", {**CLAIM, "only": "Wagner Group only"})],
        "claims.csv:6: only is 'Wagner Group only'; leave the word \"only\" away, as UNRWA staff",
    ),
    (
        "what-a-number-covers-has-one-spelling",
        [
            ("claims", {**CLAIM, "only": "UNRWA staff"}),
            ("claims", {**CLAIM, "id": "b", "best": "800", "only": "U.N.R.W.A. staff"}),
        ],
        "claims.csv:7: only is 'U.N.R.W.A. staff'; 1 claim says UNRWA staff; write it in one way",
    ),
    (
        "an-event-is-of-its-conflict-and-its-subjects",
        [
            ("events", EVENT),
            ("claims", {**CLAIM, "subject": "ukraine", "event": "clash", "since": ""}),
        ],
        "claims.csv:6: event is 'clash'; it counts russia, this claim ukraine",
    ),
    (
        "the-toll-of-an-event-counts-from-its-beginning",
        [("events", EVENT), ("claims", {**CLAIM, "event": "clash"})],
        "claims.csv:6: since is '2022-02-24'; the event is its window; leave since empty",
    ),
    (
        "the-toll-of-an-event-counts-from-its-beginning",
        [
            ("events", EVENT),
            ("claims", {**CLAIM, "event": "clash", "since": "", "as_of": "2025-03-31"}),
        ],
        "claims.csv:6: as_of is '2025-03-31'; clash began on 2025-04-01; its toll is of that day "
        "or later",
    ),
    (
        "the-toll-of-an-event-is-a-total",
        [
            ("events", EVENT),
            ("claims", {**CLAIM, "event": "clash", "since": "", "counting": "snapshot"}),
        ],
        "claims.csv:6: counting is 'snapshot'; the toll of an event is cumulative",
    ),
    (
        "an-event-that-claims-count-has-a-phrase",
        [
            ("events", {**EVENT, "phrase": ""}),
            ("claims", {**CLAIM, "event": "clash", "since": ""}),
        ],
        "events.csv:2: phrase is ''; claims count it; give the words that follow a quantity, as "
        "in the attack on Ghouta",
    ),
    (
        "an-event-ends-after-it-began",
        [("events", {**EVENT, "ended": "2025-03-31"})],
        "events.csv:2: ended is '2025-03-31'; it began on 2025-04-01; an event ends on that day "
        "or later",
    ),
    (
        "an-event-names-where-it-can-be-read",
        [("events", {**EVENT, "url": ""})],
        "events.csv:2: url is ''; give an article or an address that reports it",
    ),
    (
        "a-place-is-of-its-conflict",
        [
            ("conflicts", {"id": "other", "name": "Another war", "began": "2020-01-01"}),
            ("claims", {**CLAIM, "conflict": "other", "place": "kursk"}),
        ],
        "claims.csv:6: place is 'kursk'; it is a place of war, and this is of other",
    ),
    (
        "a-stance-names-where-it-can-be-read",
        [
            (
                "stances",
                {"conflict": "war", "party": "south-korea", "side": "ukrainian", "role": "backer"},
            )
        ],
        "stances.csv:5: url is ''; give an article or an address that shows whose side it takes",
    ),
    (
        "a-response-follows-what-it-responds-to",
        [
            ("claims", FIRST),
            (
                "responses",
                {"claim": "first", "response": "misprinted", "article": "yna-2025-01-13"},
            ),
        ],
        "responses.csv:2: article is 'yna-2025-01-13'; it was published on 2025-01-13, the claim "
        "on 2025-04-30; a response follows its claim",
    ),
    (
        "a-response-names-who-responds",
        [
            ("claims", FIRST),
            (
                "responses",
                {"claim": "first", "response": "disputed", "article": "pravda-2025-05-02"},
            ),
        ],
        "responses.csv:2: sources is ''; name who disputed it",
    ),
    (
        "a-number-is-withdrawn-by-its-own-institution",
        [
            ("claims", FIRST),
            (
                "responses",
                {
                    "claim": "first",
                    "response": "withdrawn",
                    "sources": "hur",
                    "article": "pravda-2025-05-02",
                },
            ),
        ],
        "responses.csv:2: sources is 'hur'; the claim is by nis; only its own institution "
        "withdraws it, another disputes",
    ),
    (
        "a-number-is-withdrawn-by-its-own-institution",
        [
            ("claims", {**FIRST, "sources": "hur"}),
            (
                "responses",
                {
                    "claim": "first",
                    "response": "denied",
                    "sources": "budanov",
                    "article": "pravda-2025-05-02",
                },
            ),
        ],
        "responses.csv:2: sources is 'budanov'; the claim is by hur; its own institution "
        "withdraws it, another is needed for denied",
    ),
    (
        "a-statement-is-withdrawn-as-a-whole",
        [
            ("claims", FIRST),
            ("claims", {**LATER, "same_as": "first"}),
            (
                "responses",
                {
                    "claim": "later",
                    "response": "withdrawn",
                    "sources": "nis",
                    "article": "pravda-2025-05-02",
                },
            ),
        ],
        "responses.csv:2: claim is 'later'; it is a telling of first; name that one, and all are "
        "withdrawn",
    ),
    (
        "a-response-stands-once",
        [
            ("claims", FIRST),
            *[
                (
                    "responses",
                    {"claim": "first", "response": "misprinted", "article": "pravda-2025-05-02"},
                )
            ]
            * 2,
        ],
        "responses.csv:3: claim is 'first'; line 2 says the same; leave one",
    ),
]


@pytest.mark.slow
@pytest.mark.parametrize(("rule", "rows", "message"), BREAKS)
def test_what_breaks_a_rule_is_named(folder, rule, rows, message):
    for name, cells in rows:
        folder.add(name, **cells)
    found = checks.problems(folder.path)
    assert [str(problem) for problem in found] == [message]
    assert [problem.rule for problem in found] == [rule]


@pytest.mark.slow
def test_a_notice_that_someone_looked_into_goes(folder):
    line = folder.add("claims", **{**CLAIM, "stated": "some 7,000"})
    rule = "the-number-printed-is-the-number-given"
    row = {"row": CLAIM["id"], "reason": "A slip of the print.", "by": "ab", "on": "2025-06-01"}
    assert [problem.line for problem in checks.problems(folder.path)] == [line]
    folder.add("acknowledged", rule=rule, **row)
    assert said(folder) == []
    folder.change("claims", line, stated="700")
    assert said(folder) == [
        f"acknowledged.csv:2: notice: row is '{CLAIM['id']}'; no notice of {rule} is about it; "
        "take the row out"
    ]
    folder.change("acknowledged", 2, rule="the-number-printed")
    (problem,) = said(folder)
    assert problem.startswith("acknowledged.csv:2: rule is 'the-number-printed'; did you mean")


def test_an_error_is_not_acknowledged(folder):
    folder.add("claims", **{**CLAIM, "only": "Wagner Group only"})
    row = {"row": CLAIM["id"], "reason": "It is said so.", "by": "ab", "on": "2025-06-01"}
    folder.add("acknowledged", rule="what-a-number-covers-is-named-without-only", **row)
    assert any("claims.csv:6: only is" in problem for problem in said(folder))


def test_rules_have_names_of_their_own():
    names = [rule.id for rule in rules.RULES if rule.kind == "rule"]
    assert len(names) == len(set(names))
