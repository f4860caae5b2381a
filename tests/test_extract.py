"""The candidate claims of a text: what is counted, of whom, and the words that say so."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import example, given, settings
from hypothesis import strategies as st

from contested.cli import cli
from contested.errors import ContestedError
from contested.extract import Names, candidates, numbers
from contested.extract.headings import first, headings, without_headings

KILLED = "killed"
NAMES = Names.of(Path(__file__).parent.parent / "data")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Some 3,000 people \ufb02ed the town.", "\ufb02ed"),
        ("O\ufb03cials said 3,000 people \ufb02ed.", "\ufb02ed"),
        ("In Orle\u0301ans 3,000 people \ufb02ed.", "\ufb02ed"),
    ],
)
def test_letters_of_any_form_are_read_and_places_are_those_of_the_text(text, words):
    (one,) = candidates(text, language="en")
    assert (one.best, one.metric) == (3000, "displaced")
    assert text[one.start : one.end] == one.words
    assert text[slice(*one.because["metric"][0])] == words
    # A note's raised number is none of the text's.
    assert candidates("12 people died.\u00b2", language="en")[0].best == 12


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Ukraine's army said that 1,200 soldiers were killed.", ""),
        ("The war between Russia and Ukraine has killed 15,000 people.", ""),
        ("In Ukraine 15,000 people were killed.", "Ukraine"),
        ("1,200 were killed between Russia's border and Kursk.", "Kursk"),
        ("Ukraine lost 1,200 soldiers, it said.", ""),
        ("1,200 soldiers died in Ukraine's far east.", ""),
        ("1,200 people died in Marn, the Sudan Doctors Network said.", "Marn"),
    ],
)
def test_an_owner_and_a_side_of_a_war_are_no_place(text, place):
    (one,) = candidates(text, language="en", data=NAMES)
    assert one.place == place


def test_losses_are_a_metric_of_their_own_where_a_folder_has_it():
    text = "It put the enemy's losses at 1,200."
    assert [one.metric for one in candidates(text, language="en")] == ["losses"]
    without = [{"id": "casualties", "label": "Casualties", "names": ""}]
    names = Names.of_rows({"metrics": without})
    assert [one.metric for one in candidates(text, language="en", data=names)] == ["casualties"]
    text = "Its losses stand at 1,200 soldiers killed."
    assert [one.metric for one in candidates(text, language="en")] == [KILLED]


@pytest.mark.parametrize(
    ("said", "id"),
    [
        ("South Korea's National Intelligence Service", "nis"),
        ("the General Staff of Ukraine's Armed Forces", "general-staff-ukraine"),
        ("President Volodymyr Zelensky", "zelensky"),
        ("the South Korean MND", "south-korea-mnd"),
        ("A spokesman for the General Staff of Ukraine's Armed Forces", "general-staff-ukraine"),
        ("A general of the General Staff of Ukraine's Armed Forces", ""),
        ("the General Staff", ""),
    ],
)
def test_a_source_is_known_by_its_name_in_other_order_and_behind_an_office(said, id):
    (one,) = candidates(f"12 soldiers died, {said} said.", language="en", data=NAMES)
    assert one.ids["sources"] == (id,)


def test_an_institution_named_by_its_kind_is_the_one_named_before():
    text = "The NIS said that 12 soldiers died. The agency also said that 30 were wounded."
    assert [one.sources for one in candidates(text, language="en")] == [("The NIS",)] * 2
    (alone,) = candidates("The agency said that 30 were wounded.", language="en")
    assert alone.sources == ("The agency",)
    text = (
        "A raid killed 12 people, the Marn Doctors Network said. The medical group blamed the army."
    )
    further = f"{text} Five of the dead were children, it said."
    assert [one.sources for one in candidates(further, language="en")] == [
        ("the Marn Doctors Network",),
    ] * 2


def test_a_name_alone_between_a_title_and_a_day_is_who_wrote_it():
    lines = "Holm Wire", "War in Marn", "Shelling kills three in Holm", "Ida Holm", "14 May 2031"
    read = {one.field: one.value for one in headings("\n".join([*lines, "", "It said 12 died."]))}
    assert (read["title"], read["author"]) == (lines[2], lines[3])


def test_how_old_one_is_who_is_named_counts_nobody():
    text = "“Thirty people fled,” said Ann Moor, 52, a trader. “And 12, perhaps,” said Jan, 8."
    assert [one.best for one in candidates(text, language="en")] == [30, 12]


def test_the_day_of_a_beginning_is_no_day_of_the_count():
    text = "It lost 1,200 men since the start of the full invasion on Feb. 24, 2022, it said."
    (one,) = candidates(text, language="en", published="2026-03-04")
    assert (one.as_of, one.since) == ("", "2022-02-24")


def test_each_number_of_a_sentence_has_what_it_counts():
    text = "At least 64 people were killed and 180 injured on a market of Ostrava Bay."
    dead, hurt = candidates(text, language="en")
    assert (dead.low, dead.qualifier, dead.metric, dead.population) == (
        64,
        "at_least",
        "killed",
        "all",
    )
    assert (hurt.best, hurt.qualifier, hurt.metric, hurt.population) == (
        180,
        "exact",
        "wounded",
        "all",
    )


def test_a_candidate_gives_the_words_that_each_field_rests_on():
    text = "Nothing is known of the south. In the north 12 civilians died."
    (one,) = candidates(text, language="en")
    words = {field: text[slice(*places[0])] for field, places in one.because.items()}
    assert words["metric"] == "died"
    assert words["population"] == "civilians"
    assert text[one.start : one.end] == one.words == "12"


@pytest.mark.parametrize(
    ("text", "number", "metric"),
    [
        ("Independent estimates put the death toll at 7,000.", (None, 7000, None, "about"), KILLED),
        ("7,000 are estimated to have died.", (None, 7000, None, "about"), KILLED),
        ("Monitors who estimate losses counted 7,213 dead.", (None, 7213, None, "exact"), KILLED),
        ("The dead may be as high as 900.", (None, None, 900, "up_to"), KILLED),
        ("As few as 400 and as many as 500 died.", (400, None, 500, "range"), KILLED),
        ("At least 400, probably 500, died.", (400, 500, None, "at_least"), KILLED),
        ("10-12,000 died.", (10_000, None, 12_000, "range"), KILLED),
        ("An estimated 400 deaths (95% CI 300-500).", (300, 400, 500, "range"), KILLED),
        ("400 dead, with a range of 300 to 500.", (300, 400, 500, "range"), KILLED),
        ("12 may die.", (None, 12, None, "exact"), KILLED),
        ("The raid claimed 12 lives.", (None, 12, None, "exact"), KILLED),
        ("12 sailors succumbed to their wounds.", (None, 12, None, "exact"), KILLED),
        ("The group freed 50 hostages.", (None, 50, None, "exact"), "hostages_released"),
        ("The army has 400 troops in the delta.", (None, 400, None, "exact"), "present"),
        ("22 people or more were massacred.", (22, None, None, "at_least"), KILLED),
        ("450 fighters fell in the battle for the port.", (None, 450, None, "exact"), KILLED),
        ("29 civilians drowned as they fled.", (None, 29, None, "exact"), KILLED),
        ("The raid ended with the loss of five lives.", (None, 5, None, "exact"), KILLED),
        ("14 people were rushed to hospital.", (None, 14, None, "exact"), "wounded"),
        ("16 others could not be found.", (None, 16, None, "exact"), "missing"),
        ("The bodies of four hostages came back.", (None, 4, None, "exact"), "hostages_dead"),
        ("185 troops came home in an exchange.", (None, 185, None, "exact"), "prisoners_returned"),
    ],
)
def test_a_hedge_and_a_metric_are_read_wherever_the_clause_has_them(text, number, metric):
    (one,) = candidates(text, language="en")
    assert (one.low, one.best, one.high, one.qualifier) == number
    assert one.metric == metric


def test_the_day_of_a_coup_since_which_is_counted_is_a_beginning():
    text = "The junta has killed 738 people since the coup of February 2021, monitors said."
    (one,) = candidates(text, language="en", published=date(2026, 11, 24))
    assert (one.since, one.as_of, one.counting) == ("2021-02", "", "cumulative")


def test_a_place_behind_a_part_is_the_part_s_and_now_is_said_of_both():
    text = "It says more than 3 million are now displaced, of whom 1 million are in Marn alone."
    both = candidates(text, language="en")
    assert [(one.place, one.counting) for one in both] == [("", "snapshot"), ("Marn", "snapshot")]


def test_a_name_goes_on_where_a_line_ends():
    text = "Some 300 people died in\nMarn Region, the Marn\nObservatory said."
    (one,) = candidates(text, language="en")
    assert (one.place, one.sources) == ("Marn Region", ("the Marn Observatory",))


def test_how_old_somebody_is_is_no_claim_and_an_aid_worker_is_a_whole_name():
    text = "A woman of 72 was rescued. Some 300 people had fled, according to a local aid worker."
    (one,) = candidates(text, language="en")
    assert (one.best, one.sources) == (300, ("a local aid worker",))


def test_the_name_of_the_site_in_a_line_is_who_printed_and_the_next_line_the_title():
    text = "Marn 24\n\nA count of a spring\n\nhttps://www.marn24.example/a\n\nIt said 12 died."
    named = {one.field: one.value for one in headings(text)}
    assert (named["publisher"], named["title"]) == ("Marn 24", "A count of a spring")


def test_under_the_names_of_sections_the_title_is_the_line_that_the_address_has():
    text = (
        "MP\nWars\nRepublic of Upper Marn\n\nDozens killed in Marn as rain falls\n\n"
        "Ann Moor with AFP\nPublished 11/27/2026\n\nIt said 12 died.\n\nhttps://www.mp.example/dozens-killed-in-marn/a-7"
    )
    named = {one.field: one.value for one in headings(text)}
    assert (named["publisher"], named["author"]) == ("MP", "Ann Moor")
    assert named["title"] == "Dozens killed in Marn as rain falls"
    assert named["published"] == "2026-11-27"
    # Which of the two is the month, nobody knows.
    unclear = headings("Published 3/4/2026\n\nIt said 12 died.")
    assert "published" not in [one.field for one in unclear]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Some 120 people fled Marn in May, bringing those displaced in Orvia to 2,100.", "Marn"),
        ("More than 7,000 people have been killed since the group took Moscow in January.", ""),
    ],
)
def test_a_place_of_another_number_or_of_a_beginning_is_none_of_this_one(text, place):
    assert (
        candidates(text, language="en", published=date(2026, 11, 27), data=NAMES)[0].place == place
    )


def test_a_total_behind_a_stretch_is_no_number_of_that_stretch():
    text = "Some 120 people fled in the past week, bringing the number of displaced to 2,100."
    part, total = candidates(text, language="en", published=date(2026, 11, 27))
    assert (part.counting, total.counting, total.since) == ("period", "snapshot", "")


def test_who_accuses_and_says_is_who_the_sentence_begins_with_and_its_own_are_not_the_enemy_s():
    text = (
        "Ann Moor, a spokeswoman for the group, blamed the army and said that 43 people had died."
    )
    (one,) = candidates(text, language="en")
    assert one.sources == ("Ann Moor",)
    text = (
        "Its spokesman, Jan Orr, said that it had killed 87 Russian troops and lost 16 of its own."
    )
    first, second = candidates(text, language="en", data=NAMES)
    assert (first.subject, second.subject, second.own) == ("Russian", "its", True)


def test_what_a_page_has_beside_its_article_is_no_part_of_it():
    text = (
        "A count of a spring\n\nBy Ann Moor and News Agencies\nPublished On 27 Nov 2026\n\n"
        "It said 12 died.\n\nRecommended Stories\nlist of 3 items\nlist 1 of 3 Five killed at sea\n"
        "list 2 of 3 A war, 1,300 days on\nend of list\n\nRead also: 90 people fled\n\n"
        "It counted 30."
    )
    assert first(headings(text))["author"].value == "Ann Moor"
    read = without_headings(text)
    assert [one.best for one in candidates(read, language="en")] == [12, 30]


def test_a_name_with_an_arabic_article_is_a_place_and_what_was_fled_is_no_people():
    text = "A strike on a hospital in el-Marn, its capital, killed at least 40 people."
    assert candidates(text, language="en")[0].place == "el-Marn"
    (one,) = candidates("It said 36,825 people fled Marn and towns near it.", language="en")
    assert (one.place, one.subject) == ("Marn", "")
    names = Names.of_rows({"places": [{"id": "el-fasher", "name": "El Fasher", "names": ""}]})
    assert [one.id for one in names.met("places", "in el-Fasher and El Fasher")] == [
        "el-fasher",
        "el-fasher",
    ]


def test_when_a_war_erupted_is_a_beginning_and_those_displaced_by_then_are_a_snapshot():
    text = "The war, which erupted in April 2023, has killed 40,000 people."
    (one,) = candidates(text, language="en", published=date(2026, 11, 27))
    assert (one.since, one.as_of, one.counting) == ("2023-04", "", "cumulative")
    (one,) = candidates("That brings the number of displaced to 2.1 million.", language="en")
    assert one.counting == "snapshot"


def test_who_launched_is_the_subject_of_all_that_was_and_of_what_was_shot_down_nothing_is_said():
    text = (
        "Ukraine's air force said Russia had launched 417 drones and 29 missiles overnight, of "
        "which it had shot down 389."
    )
    read = candidates(text, language="en", published=date(2026, 11, 27), data=NAMES)
    assert [(one.metric, one.subject) for one in read[:2]] == [
        *(("drones_launched", "Russia"), ("missiles_launched", "Russia"))
    ]
    assert [one.metric for one in read[2:]] == [""]
    assert {one.sources for one in read} == {("Ukraine's air force",)}


def test_a_part_of_the_day_before_ends_with_the_day_of_the_statement():
    text = (
        "On Wednesday, the General Staff put Russian losses at 1,276,400 killed and wounded since "
        "the start of the war, 1,130 of them over the previous day."
    )
    whole, part = candidates(text, language="en", published=date(2026, 11, 27), data=NAMES)
    assert (whole.counting, whole.as_of) == ("cumulative", "2026-11-25")
    assert (part.counting, part.since, part.as_of) == ("period", "2026-11-25", "2026-11-25")


def test_the_ages_of_two_children_are_no_claims():
    text = "Two children, aged seven and 12, were among those killed on Tuesday, Ann Moor wrote."
    (one,) = candidates(text, language="en")
    assert (one.best, one.metric, one.population) == (2, "killed", "children")


def test_initials_are_a_name_with_points_or_without():
    names = Names.of_rows({"sources": [{"id": "un", "name": "UN refugee agency", "names": ""}]})
    assert names.id("sources", "U.N. refugee agency") == "un"


def test_where_a_toll_came_from_one_number_to_the_next_its_word_is_about_both():
    both = candidates("The toll rose from 41 to 64 overnight.", language="en")
    assert [(one.best, one.metric) for one in both] == [(41, KILLED), (64, KILLED)]


def test_more_than_behind_a_number_is_the_hedge_of_the_next_one():
    both = candidates("They counted 82 dead and more than 265 wounded.", language="en")
    assert [(one.qualifier, one.metric) for one in both] == [
        *(("exact", KILLED), ("more_than", "wounded"))
    ]


def test_a_month_in_small_letters_before_a_word_is_a_verb():
    assert [one.kind for one in numbers("On 12 May we saw 40 dead; 30 may die by 2 march.")] == [
        *("date", "count", "count", "date")
    ]


def test_what_is_no_claim_is_not_proposed():
    text = "12 countries met for 3 days, 40 % agreed, and $5 million was paid on 4 May 2024."
    assert candidates(text, language="en") == []


def test_a_folder_without_a_metric_is_offered_none():
    names = Names.of_rows({"metrics": [{"id": "wounded", "label": "Wounded"}]})
    dead, hurt = candidates("12 soldiers died, 5 were wounded.", data=names)
    assert (dead.metric, hurt.metric) == ("", "wounded")


def test_an_extractor_that_is_not_known_is_named():
    with pytest.raises(ContestedError, match="there is no extractor 'grammer'; did you mean"):
        candidates("12 died", extractor="grammer")
    with pytest.raises(ContestedError, match="published is 'May'; write a day as"):
        candidates("12 died", published="May")


def said(text, **given):
    """Return who asserts and who relays each number of a text."""
    return [(one.sources, one.via) for one in candidates(text, language="en", **given)]


@pytest.mark.parametrize(
    ("text", "sources", "via"),
    [
        ("12 died, the Velmar health ministry said.", "the Velmar health ministry", ""),
        ("12 died, according to Capt. Ida Holm of Pell.", "Capt. Ida Holm of Pell", ""),
        ("“12 died,” said Governor Irma Holt.", "Governor Irma Holt", ""),
        ("An official told the Pell Post that 12 died.", "An official", "Pell Post"),
        ("The Pell Post, citing doctors, said 12 died.", "doctors", "The Pell Post"),
        ("12 died, officials said, as cited by Pell Radio.", "officials", "Pell Radio"),
        ("12 deaths were documented by the Lorn Monitor.", "the Lorn Monitor", ""),
        ("12 died, according to preliminary figures.", "", ""),
        ("12 deaths were reported on Sunday.", "", ""),
    ],
)
def test_who_asserts_is_told_from_who_relays(text, sources, via):
    assert said(text) == [((sources,) if sources else (), (via,) if via else ())]


def test_it_is_who_was_named_in_the_sentence_before():
    text = "The Lorn Monitor confirmed it on Monday. It said 12 civilians died."
    (one,) = candidates(text, language="en")
    assert one.sources == ("The Lorn Monitor",)
    assert [text[slice(*place)] for place in one.because["sources"]] == ["The Lorn Monitor"]


@pytest.mark.parametrize(
    ("text", "as_of", "since"),
    [
        ("12 died as of 12 May", "2031-05-12", ""),
        ("12 died on Sunday", "2031-05-18", ""),
        ("12 died yesterday", "2031-05-19", ""),
        ("12 have died since February", "", "2031-02"),
        ("12 died in October", "2030-10", ""),
        ("12 died in 2029", "2029", ""),
        ("12 died between 11 and 13 April", "2031-04-13", "2031-04-11"),
        ("12 died from March 30 to April 2", "2031-04-02", "2031-03-30"),
        ("12 died on May 4, 2030, it said on Monday", "2030-05-04", ""),
        ("12 died since fighting resumed on Friday, it said on Sunday", "2031-05-18", "2031-05-16"),
        ("12 have died since the truce fell apart in March", "", "2031-03"),
        ("12 died in Marn, where since May some were killed on Sunday", "2031-05-18", "2031-05"),
    ],
)
def test_a_date_is_told_by_the_day_of_the_text(text, as_of, since):
    (one,) = candidates(text, language="en", published="2031-05-20")
    assert (one.as_of, one.since) == (as_of, since)
    whole = candidates(text, language="en")
    assert whole[0].as_of in ("", as_of), "nothing is resolved without the day of the text"


@pytest.mark.parametrize(
    ("text", "counting", "since", "as_of"),
    [
        ("12 soldiers died in the past week.", "period", "2031-05-14", "2031-05-20"),
        ("12 soldiers died in the past 24 hours.", "period", "2031-05-20", "2031-05-20"),
        ("12 soldiers died in three days of fighting.", "period", "", ""),
        ("12 soldiers died in four days.", "period", "", ""),
        ("12 soldiers died over the same three weeks.", "period", "", ""),
        ("Within two weeks 12 soldiers died.", "period", "", ""),
        ("In the deadliest strike in three months, 12 soldiers died.", "", "", ""),
        ("12 soldiers died overnight.", "period", "2031-05-19", "2031-05-20"),
        ("12 soldiers died this month.", "period", "2031-05", "2031-05-20"),
        ("12 soldiers died on Sunday.", "period", "", "2031-05-18"),
        ("12 soldiers have died since the war began.", "cumulative", "", ""),
        ("12 soldiers have died since the start of the year.", "cumulative", "2031", ""),
        ("12 soldiers have died since Sunday.", "cumulative", "2031-05-18", ""),
        ("That brings the toll in Marn to 12.", "cumulative", "", ""),
        ("12 soldiers died.", "", "", ""),
    ],
)
def test_words_say_whether_a_number_is_of_a_period_or_of_all(text, counting, since, as_of):
    (one,) = candidates(text, language="en", published="2031-05-20")
    assert (one.counting, one.since, one.as_of) == (counting, since, as_of)


def test_the_same_days_are_those_that_a_sentence_before_names():
    text = (
        "12 civilians died in Marn since fighting resumed on Thursday, the mayor said on Sunday. "
        "The army killed 30 fighters in the same four days."
    )
    first, same = candidates(text, language="en", published="2031-05-20")
    assert (first.since, first.as_of) == ("2031-05-15", "2031-05-18")
    assert (same.counting, same.since, same.as_of) == ("period", "2031-05-15", "2031-05-18")
    for field, words in (("counting", "in the same four days"), ("since", "Thursday")):
        assert text[slice(*same.because[field][0])] == words


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("12 soldiers died near Marn and Pell.", "Marn and Pell"),
        ("12 soldiers died near Marn, Pell and Holm.", "Marn, Pell and Holm"),
        ("12 soldiers died in Kursk and in Donetsk on Sunday.", "Kursk and in Donetsk"),
        ("12 soldiers died in Marn and Governor Holt said so.", "Marn"),
        ("12 soldiers died in Marn and Ukraine denied it.", "Marn"),
        ("12 people died in Iraq and Syria.", "Iraq and Syria"),
    ],
)
def test_of_two_places_joined_neither_is_the_one(text, place):
    (one,) = candidates(text, language="en", data=NAMES)
    assert one.place == place
    assert text[slice(*one.because["place"][0])] == place
    assert one.ids["place"] == (("iraq-and-syria",) if "Syria" in place else ("",))


def test_a_short_name_is_the_institution_s_and_not_that_of_who_speaks_for_it():
    office = {"id": "relief-office", "name": "Lorn relief office (LRO)", "short": "LRO (Lorn)"}
    moor = {"id": "moor", "name": "Ida Moor (LRO)", "part_of": "relief-office"}
    names = Names.of_rows({"sources": [moor, office]})
    for said in ("LRO", "lro", "the LRO", "Relief-Office", "relief office"):
        assert names.id("sources", said) == "relief-office", said
    assert names.id("sources", "Ida Moor") == "moor"


def test_of_two_numbers_each_counts_as_the_words_beside_it_say():
    text = "It lost 12 men in the past week, bringing its losses since May 2030 to 34,500."
    of_week, of_all = candidates(text, language="en", published="2031-05-20")
    assert (of_week.counting, of_week.since) == ("period", "2031-05-14")
    assert (of_all.counting, of_all.since, of_all.best) == ("cumulative", "2030-05", 34500)


@pytest.mark.parametrize(
    ("text", "subject", "own"),
    [
        ("The Lorn army said 12 of its soldiers died.", "its", True),
        ("The Lorn army said its troops suffered 12 casualties.", "its", True),
        ("“We lost 12 men,” the Lorn army said.", "We", True),
        ("The Lorn army admitted losing 12 soldiers.", "losing", True),
        ("The Lorn army said its fighters killed 12 soldiers.", "", False),
        ("Ukraine has lost 12 soldiers, the Lorn army said.", "Ukraine", False),
        ("Ukrainian losses stand at 12, the Lorn army said.", "Ukrainian", False),
        ("Ukrainian troops killed 12 soldiers, the Lorn army said.", "", False),
        ("The Lorn Monitor said the army lost 12 of its soldiers.", "the army", False),
        ("Ida Holm put the losses of the rebels at about 12 dead.", "the rebels", False),
    ],
)
def test_whose_people_are_counted_is_told_by_who_lost_them(text, subject, own):
    (one,) = candidates(text, language="en", data=NAMES)
    assert (one.subject, one.own) == (subject, own)
    assert one.place == ""


def test_who_denies_a_number_is_who_says_the_next_one():
    text = "A spokesman for Lorn, Ida Holm, denied this. She said 12 of their soldiers had died."
    assert said(text) == [(("Ida Holm",), ())]
    assert said("The army, which said 12 of its men had died, left.") == [(("The army",), ())]


HEADED = """Holm Post — 3 March 2031
Marn counts its dead again
By Ida Holm and Jan Vik

MARN, March 3 (Northern Wire) - At least 12 soldiers died near Pell, the mayor said.

https://holm-post.example/a
Updated: 4 March 2031"""


def test_lines_about_an_article_are_read_as_such_and_are_no_part_of_its_text():
    read = first(headings(HEADED))
    assert {field: one.value for field, one in read.items()} == {
        "publisher": "Holm Post",
        "published": "2031-03-03",
        "title": "Marn counts its dead again",
        "author": "Ida Holm and Jan Vik",
        "url": "https://holm-post.example/a",
        "place": "MARN",
    }
    (one,) = candidates(HEADED, published="2031-03-03")
    assert (one.words, one.place, one.as_of) == ("At least 12", "Pell", "")
    assert HEADED[one.start : one.end] == one.words


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Lorn's army said it shot down 88 out of 112 drones launched overnight.",
         [("88", "drones_downed"), ("112", "drones_launched")]),
        ("It said 30 out of 45 people died.", [("30", "killed"), ("45", "killed")]),
    ],
)  # fmt: skip
def test_how_many_out_of_how_many_are_two_numbers(text, read):
    assert [(one.words, one.metric) for one in candidates(text, language="en")] == read


def test_what_was_just_told_of_is_by_who_told_of_it_and_a_day_s_toll_is_of_that_day():
    text = (
        "Marn lost 1,200 troops, Lorn's army reported. The number includes 30 casualties over the"
        " past day. According to the report, Marn also lost 38 tanks."
    )
    read = candidates(text, language="en", published="2031-05-14")
    assert {one.sources for one in read} == {("Lorn's army",)}
    text = "Three more died overnight, raising the toll of Monday's strike on Pell to 17, it said."
    *_, toll = candidates(text, language="en", published="2031-05-14")
    assert (toll.as_of, toll.counting) == ("2031-05-12", "period")


def test_an_item_of_a_list_is_a_sentence_of_its_own():
    text = "• 62,300 people fled in Marn\n• 145,000 refugees have arrived since January 2031"
    one, other = candidates(text, language="en", published="2031-05-14")
    assert (one.since, other.since) == ("", "2031-01")


def test_a_line_of_capitals_is_soon_found_to_be_no_institution():
    # Read word by word: letter by letter it would take longer than anybody lives.
    text = f"Office of the {'A' * 100}!\n\nMarn counts its dead\n\nIt said 12 people died."
    assert first(headings(text))["title"].value.startswith("Office of the")


AROUND = """Home > News > North Marn

Office for the Coordination of Holm

Marn counts 12 dead after a raid

Holm Herald

The mayor said that 12 people had died.

RELATED STORIES

Truce talks stall after 40 die in Pell

What to know about Marn

For further information, please contact:
Ida Holm, Tel. +47 912 000 111
"""


def test_what_stands_around_an_article_is_no_part_of_it():
    named = first(headings(AROUND))
    assert named["title"].value == "Marn counts 12 dead after a raid"
    assert "publisher" not in named  # it stands too low for a site's own name
    assert first(headings(f"Holm Herald\n\n{AROUND}"))["publisher"].value == "Holm Herald"
    assert [one.words for one in candidates(AROUND, language="en")] == ["12", "12"]


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ("Published: 14 May 2031, 14:20 UTC", {"published": "2031-05-14"}),
        ("Published: 14 May 2031, 18:42 EAT | Updated: 20:05", {"published": "2031-05-14"}),
        ("May 14, 2031 2:20 PM", {"published": "2031-05-14"}),
        ("2031-05-14 | Holm Post | By Ida Holm", {
            "published": "2031-05-14", "publisher": "Holm Post", "author": "Ida Holm",
        }),
        ("Source: Holm Post", {"publisher": "Holm Post"}),
        ("https://web.archive.org/web/1/https://a.example", {
            "archive_url": "https://web.archive.org/web/1/https://a.example",
        }),
        ("Published on 14/05/2031 · by Ida Holm", {
            "published": "2031-05-14", "author": "Ida Holm",
        }),
        ("by Ida Holm   May 14, 2031", {"published": "2031-05-14", "author": "Ida Holm"}),
        ("Wed 14 May 2031 10.41 CET", {"published": "2031-05-14"}),
        ("By IDA HOLM and JAN VIK", {"author": "Ida Holm and Jan Vik"}),
        ("Ann Moor in Marn\nTue 24 Nov 2031 18.02 GMT", {
            "author": "Ann Moor", "published": "2031-11-24",
        }),
        ("By Ida Holm, staff reporter", {"author": "Ida Holm"}),
        ("By Ida Holm, HPN", {"author": "Ida Holm"}),
        ("MARNAK - 14 May 2031", {"place": "MARNAK", "published": "2031-05-14"}),
        ("05/14/2031May 14, 2031", {"published": "2031-05-14"}),
        ("Holm Post | 14 May 2031 | Ann Moor", {
            "publisher": "Holm Post", "published": "2031-05-14", "author": "Ann Moor",
        }),
        ("holm-post.example/a/b", {"url": "https://holm-post.example/a/b"}),
        ("MARN, May 14. /WIRE/. The mayor said so.", {
            "publisher": "WIRE", "place": "MARN",
        }),
        ("Reporting period: 14 to 20 May 2031", {}),
        ("Agence France-Presse in Marn City", {"author": "Agence France-Presse"}),
        ("(Marn, 14 May 2031) – The mayor said so.", {
            "published": "2031-05-14", "place": "Marn",
        }),
        ("MARN, Lorn (AP) — The mayor said so.", {"publisher": "AP", "place": "MARN, Lorn"}),
        ("By noon 12 soldiers had died in Marn", {}),
        ("Marn - 12 soldiers died on 14 May 2031", {}),
        ("The war since 14 May 2031", {}),
    ],
)  # fmt: skip
def test_a_line_says_of_its_article_what_it_says_alone(line, fields):
    read = first(headings(f"Marn counts its dead.\n{line}\n\nNothing is known of the south."))
    assert {name: one.value for name, one in read.items() if name != "title"} == fields


def test_where_a_statement_was_posted_is_no_place():
    (one,) = candidates("12 people died in Marn, the mayor wrote on Telegram.")
    assert (one.place, one.sources) == ("Marn", ("the mayor",))
    (one,) = candidates("12 people died, the mayor wrote on Telegram.")
    assert one.place == ""


def test_names_of_the_folder_have_their_ids():
    text = "At least 12 North Korean soldiers were killed in Kursk, the SNHR said."
    (one,) = candidates(text, data=NAMES)
    assert (one.ids["subject"], one.ids["place"], one.ids["sources"]) == (
        ("north-korea",),
        ("kursk",),
        ("snhr",),
    )
    (one,) = candidates("12 died, the NIS said.", data=NAMES)
    assert one.ids["sources"] == ("",), "two rows bear this name"


@pytest.mark.parametrize(
    ("text", "metric", "population"),
    [
        ("au moins 12 soldats ont été tués, selon le ministère", "killed", "military"),
        ("al menos 12 niños resultaron heridos en la ciudad", "wounded", "children"),
        ("по меньшей мере 12 человек погибли при обстреле", "killed", "all"),
        ("щонайменше 12 цивільних було поранено", "wounded", "civilian"),
        ("mindestens 12 Soldaten wurden getötet, laut Bericht", "killed", "military"),
        ("أصيب 12 شخصا بجروح", "wounded", "all"),
        ("12명이 숨졌다고 밝혔다", "killed", "all"),
    ],
)
def test_other_languages_are_known_by_their_words(text, metric, population):
    (one,) = candidates(text)
    assert (one.metric, one.population) == (metric, population)


def test_of_two_numbers_each_has_the_verb_that_governs_it():
    text = "It killed nine people and wounded 118 others; 45 civilians and 76 soldiers died."
    assert [one.metric for one in candidates(text)] == ["killed", "wounded", "killed", "killed"]


def test_a_bound_is_of_both_numbers_that_one_word_governs():
    text = "At least 8 soldiers and 4 civilians died; 5 people died and 6 were hurt."
    assert [(one.low, one.best) for one in candidates(text)] == [
        (8, None),
        (4, None),
        (None, 5),
        (None, 6),
    ]


WORDS = "killed|at least|12|1,200|dozens|said|the|Moor|according to|on Sunday|since May|٣٤|погибли"
MARKS = ", |. |“|” | |between |and |\n\n"
PARTS = st.sampled_from([*(f"{word} " for word in WORDS.split("|")), *MARKS.split("|")])


@pytest.mark.slow
@example("\U00017000 7 killed")  # a letter that has no name
@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(PARTS, max_size=30).map("".join)))
def test_a_candidate_stands_in_the_text_and_invents_no_number(text):
    for one in candidates(text, published=date(2031, 5, 20), data=NAMES):
        assert 0 <= one.start < one.end <= len(text)
        assert text[one.start : one.end] == one.words
        assert bool(one.values) == (one.qualifier != "unnumbered")
        for field, places in one.because.items():
            assert all(0 <= start < end <= len(text) for start, end in places), field
        assert [text[slice(*place)] for place in one.because.get("sources", ())] == [*one.sources]
        assert [text[slice(*place)] for place in one.because.get("via", ())] == [*one.via]


@pytest.mark.slow
@pytest.mark.parametrize(
    "part",
    ["a", "1", "1 ", "said ", "The A ", "\n", ".", ". ", "killed 12 ", "in A ", "hundred ", "قتل"],
)
def test_a_hostile_text_is_read_to_its_end(part):
    # What took the square of its length would never end here.
    candidates(part * (200_000 // len(part)), data=NAMES, published="2031-05-20")


@pytest.mark.slow
def test_a_long_text_is_read_to_its_end():
    text = "It rained in Marn that day. " * 20_000 + "Then 12 soldiers died."
    (one,) = candidates(text, language="en")
    assert text[one.start : one.end] == "12"


def test_the_command_prints_candidates_for_people_and_programs(tmp_path):
    file = tmp_path / "article.txt"
    file.write_text("Officials in Marn said on Sunday 12 soldiers died.", encoding="utf-8")
    words = ["extract", str(file), "--published", "2031-05-20"]
    printed = CliRunner().invoke(cli, words)
    assert printed.output.splitlines() == [
        "12: killed, military; in Marn; as of 2031-05-18; Officials in Marn",
        "One candidate.",
    ]
    (row,) = json.loads(CliRunner().invoke(cli, [*words, "--format", "json"]).output)
    assert (row["best"], row["metric"], row["because"]["metric"]) == (12, "killed", [[45, 49]])
    page = "<html><body><script>77 killed</script><article><p>Officials in Marn said "
    file.write_text(f"{page}12 soldiers died.</p></article></body></html>", encoding="utf-8")
    assert CliRunner().invoke(cli, words).output.startswith("12: killed, military; in Marn;")
    file.write_bytes(b"\xff")
    wrong = CliRunner().invoke(cli, words)
    assert wrong.exit_code == 1
    assert "is no text in UTF-8 (byte 1)" in wrong.output


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Strikes on southern Lebanon kill 22 as rockets wound 9 in northern Israel.",
         ["southern Lebanon", "northern Israel"]),
        ("Fire killed 22 and wounded 9 in northern Israel.", ["northern Israel"] * 2),
        ("42 others were wounded and taken to a hospital in Marn.", [""]),
        ("30 soldiers died over the past day, many of them in the Marn direction.", [""]),
        ("30 soldiers died in the Marn direction.", ["Marn direction"]),
        ("30 soldiers died in the Marn region.", ["Marn region"]),
        ("12 people died in Somali waters.", [""]),
        ("12 people died in Mali on Sunday.", ["Mali"]),
        ("A strike on Marn, the capital of Pell Province, killed 12.", ["Marn"]),
        ("In Marn 12 people died.", ["Marn"]),
        ("14 bodies were found near Rafah.", ["Rafah"]),
        ("A strike in Marn killed 22, and that 19 others died in Aita al-Shaab.",
         ["Marn", "Aita al-Shaab"]),
        ("22 people died in Russia's Kursk region on Sunday.", ["Kursk"]),
        ("22 people died in south Lebanon.", ["south Lebanon"]),
        ("A strike in Marn, a town in Lorn's North Pell state, killed 12.", ["Marn"]),
        ("12 died in the town of Marn, the army's spokesman in North Pell said.", ["Marn"]),
        ("12 people died, the army's spokesman in North Pell said.", ["North Pell"]),
        ("Shells that fell on the Vik quarter of Marn killed 12.", ["Vik quarter"]),
        ("Clashes in the southern Lornish province of Vik killed 12.", ["Vik"]),
        ("It said 8,000 people reached Marn from Pell.", ["Marn"]),
    ],
)  # fmt: skip
def test_a_place_is_that_of_its_own_number_by_its_whole_name(text, places):
    read = candidates(text, language="en", data=NAMES)
    assert [one.place for one in read] == places
    assert {one.subject for one in read} == {""}


@pytest.mark.parametrize(
    ("text", "sources", "via"),
    [
        ("Al Shabaab, which gives other numbers, said it had killed 117 soldiers.",
         "Al Shabaab", ""),
        ("Two Ugandan officers at the base told Reuters that 60 militants died.",
         "Two Ugandan officers", "Reuters"),
        ("Ann Moor, a doctor, denied it. The NUG said it had recorded 312 deaths.", "The NUG", ""),
        ("The health ministry in the Marn-run territory said 33 people died.",
         "The health ministry", ""),
        ("The Israeli army denied it. The group said it had killed 12 soldiers.",
         "The group", ""),
    ],
)  # fmt: skip
def test_who_says_it_is_who_is_named_and_none_of_those_counted(text, sources, via):
    (one,) = candidates(text, language="en", data=NAMES)
    assert ("".join(one.sources), "".join(one.via)) == (sources, via)


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("21,000 people fled to Minova.", "displaced"),
        ("21,000 people fled to Chad.", "refugees"),
        ("21,000 people fled to neighbouring Pell.", "refugees"),
        ("The army said that 30 \"terrorists\" had been killed.", "killed"),
    ],
)  # fmt: skip
def test_who_fled_to_a_country_is_a_refugee_and_who_fled_to_a_town_is_displaced(text, metric):
    (one,) = candidates(text, language="en", data=NAMES)
    assert (one.metric, one.population) == (metric, "military" if "army" in text else "all")


def test_those_killed_by_an_army_in_inverted_commas_are_none_of_its_own():
    text = 'The Israeli military said it had killed "at least 20 terrorists".'
    (one,) = candidates(text, language="en", data=NAMES)
    assert (one.subject, one.population) == ("", "military")
    text = "Two Ugandan soldiers among 31 killed in a raid."
    assert [one.subject for one in candidates(text, language="en")] == ["Ugandan", ""]


@pytest.mark.parametrize(
    ("text", "as_of", "counting"),
    [
        ("12,000 people remain displaced after fighting flared up again in March, it said.",
         "", "snapshot"),
        ("12,000 people were displaced in March, it said.", "2031-03", "period"),
        ("March was the worst month: 197 were killed.", "2031-03", "period"),
        ("12 people died in March last year.", "2030-03", "period"),
        ("12 people died over the same days.", "", "period"),
        ("The group, which experts say has up to 4,000 soldiers there, took Marn in March.",
         "", ""),
        ("Ann Moor said last week that 5,000 soldiers had been killed since the war began.",
         "", "cumulative"),
    ],
)  # fmt: skip
def test_the_day_of_something_else_is_no_number_s(text, as_of, counting):
    (one,) = candidates(text, language="en", published="2031-05-14")
    assert (one.as_of, one.counting) == (as_of, counting)


@pytest.mark.parametrize(
    ("before", "sources"),
    [
        ("“It came at noon,” said a trader who asked not to be named.", ()),
        (
            "“It came at noon,” a doctor at the hospital said by phone.",
            ("a doctor at the hospital",),
        ),
        ("“It came at noon,” said Ida Holm. She said it was dark.", ("Ida Holm",)),
    ],
)
def test_a_person_who_says_it_is_the_last_who_spoke_by_whatever_name(before, sources):
    text = f"The Marn Network said 31 had died. {before} She said she had counted 17 bodies."
    assert candidates(text, language="en", data=NAMES)[-1].sources == sources


def test_who_else_was_harmed_are_others_than_those_counted_before():
    text = "It said five children were among the dead and 48 others were wounded."
    assert [one.population for one in candidates(text, language="en")] == ["children", ""]


def test_who_was_driven_from_their_homes_is_displaced_however_many_words_the_number_has():
    (one,) = candidates("It drove more than 11 million people from their homes.", language="en")
    assert one.metric == "displaced"


def test_the_town_is_one_that_was_named_and_no_front_line():
    text = "Missiles hit Marn. Most lived far from the front line. 11 people died in the same town."
    assert candidates(text, language="en", data=NAMES)[-1].place == "Marn"
    text = "A raid on Marn began. Most lived far from the front line. 11 people died in the town."
    assert candidates(text, language="en", data=NAMES)[-1].place == "Marn"


@pytest.mark.parametrize(
    ("where", "place"),
    [
        ("in Marn and Pell Vik provinces over the day", "Marn and Pell Vik"),
        ("in Marn and three other provinces", "Marn and three other provinces"),
    ],
)
def test_a_number_of_several_provinces_is_of_none_of_them_alone(where, place):
    (one,) = candidates(f"12 people were moved to shelters {where}.", language="en", data=NAMES)
    assert (one.place, one.metric) == (place, "displaced")


@pytest.mark.parametrize(
    ("text", "populations"),
    [
        ("Two of the dead were children.", ["children"]),
        ("Four of the victims were young women.", ["women"]),
        ("30 died, he said; three of those killed were soldiers.", ["", "military"]),
        ("Three of the dead were from Marn.", [""]),
        ("For civilians: 43 dead; for the army: 12.", ["civilian", "military"]),
        ("Civilians: 43 dead.", ["civilian"]),
        ("Medics: 43 dead in the strike.", [""]),  # Who says so.
        ("31 men and twelve women died.", ["men", "women"]),
        ("1,200 men died.", [""]),
    ],
)
def test_whom_a_number_counts_is_said_by_its_label_or_behind_a_share(text, populations):
    assert [one.population for one in candidates(text, language="en")] == populations


def test_families_are_no_people_and_are_not_counted_as_such():
    read = candidates("Some 900 families fled Marn, about 4,700 people.", language="en")
    assert [one.best for one in read] == [4700]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("12,300 people fled to Marn.", "Marn"),
        ("12,300 people have fled towards Marn.", "Marn"),
        ("12,300 people left for Marn.", "Marn"),
        ("12 people died, doctors at Marn Hospital said.", ""),
        ("12 people died in Marn Hospital, doctors said.", "Marn Hospital"),
        ("In Marn, a spokesman said that 12 people had died.", ""),
        ("In Marn 12 people died, a spokesman said.", "Marn"),
        ("A jet killed 12 people in central Norway.", "central Norway"),
    ],
)
def test_where_people_go_is_a_place_and_where_a_speaker_works_is_none(text, place):
    (one,) = candidates(text, language="en")
    assert one.place == place


@pytest.mark.parametrize(
    ("text", "counting", "since", "words"),
    [
        ("Five soldiers were killed since the raid.", "cumulative", "", "since the raid"),
        ("9 people have died since the fighting resumed.", "cumulative", "",
         "since the fighting resumed"),
        ("9 people have died since the fighting resumed on 18 November.", "cumulative",
         "2026-11-18", "18 november"),
        ("9 people have died since the war began.", "cumulative", "", "since the war began"),
        ("61 people have died since the start of October.", "cumulative", "2026-10", "october"),
        ("Two days of clashes have left 43 people dead.", "period", "", "two days"),
        ("The army lost 1,040 soldiers over the day.", "period", "2026-11-24", "over the day"),
    ],
)  # fmt: skip
def test_a_count_begins_with_what_is_told_of_and_its_day_is_not_the_war_s(
    text, counting, since, words
):
    (one,) = candidates(text, language="en", published="2026-11-24")
    assert (one.counting, one.since) == (counting, since)
    assert text[slice(*one.because["counting"][0])].lower().rstrip(".") == words


def test_who_estimates_is_who_says_so_and_what_has_gone_up_to_is_no_bound():
    text = "The Marn Agency (MA) estimates that 1.6 million people are displaced."
    (one,) = candidates(text, language="en")
    assert one.sources == ("The Marn Agency",)
    (one,) = candidates("The number of dead has gone up to nine.", language="en")
    assert (one.best, one.high) == (9, None)
    text = "The Lorn Front, in a post on its channel, claimed to have killed 200 soldiers."
    (one,) = candidates(text, language="en")
    assert one.sources == ("The Lorn Front",)


def test_a_bulletin_s_line_has_its_day():
    for line in ("As of 24 November 2026", "Summary for the past day, 24 November 2026"):
        text = f"Fighting in the two hill territories\n{line}\n\nIt said 12 people died."
        read = {one.field: one.value for one in headings(text)}
        assert read["published" if "published" in read else "updated"] == "2026-11-24", line
        assert read["title"] == "Fighting in the two hill territories"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("It has 1,870 more than two weeks ago.", []),
        ("Some 1,870 more than a month earlier died.", []),
        ("1,870 more people died.", [1870]),
        ("More than 60 Lornish soldiers had fallen.", [60]),
        ("The number of soldiers had fallen to 1,200.", [1200]),
    ],
)
def test_by_how_many_more_than_before_is_no_count(text, read):
    found = candidates(text, language="en")
    assert [value for one in found for value in one.values] == read
    assert [one.metric for one in found if "Lornish" in text] == [KILLED] * ("Lornish" in text)


def test_what_a_release_tells_its_editors_is_read_and_whom_to_ask_is_not():
    text = "Notes to editors:\n- 4,800 people died.\n\nContacts:\n- Ann Moor, 12 people"
    assert [one.best for one in candidates(text, language="en")] == [4800]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Civilians reported killed: 5–8\nCivilians reported injured: 12\nAlleged: the army",
         [("killed", "civilian", ""), ("wounded", "civilian", "")]),
        ("Two women were killed and twelve more wounded.",
         [("killed", "women", ""), ("wounded", "", "")]),
        ("4.3 million people fled, including 1.5 million in Marn.",
         [("displaced", "all", ""), ("displaced", "all", "Marn")]),
        ("Troops sent from Marn killed around thirty rebels.", [("killed", "military", "")]),
        ("12 people died in Pell, Marn region head Ann Holm said.", [("killed", "all", "Pell")]),
    ],
)  # fmt: skip
def test_of_a_form_a_part_and_a_place_come_from_each_number_has_its_own(text, read):
    found = candidates(text, language="en")
    assert [(one.metric, one.population, one.place) for one in found] == read


@pytest.mark.parametrize(
    ("text", "metrics"),
    [
        ("Cumulative toll:\n72,940 martyrs\n173,200 injuries", [KILLED, "wounded"]),
        (
            "There were 11 martyrs (including 2 bodies) and 34 injuries.",
            [KILLED, KILLED, "wounded"],
        ),
        ("It killed nine and wounded 118.", [KILLED, "wounded"]),
    ],
)
def test_the_noun_next_to_a_number_is_its_own(text, metrics):
    assert [one.metric for one in candidates(text, language="en")] == metrics


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Ann Moor, who heads a ward at Marn Hospital, said 23 people were hurt.", ""),
        ("23 people were hurt at Marn Hospital, said Ann Moor.", "Marn Hospital"),
        ("67 civilians died in Marn and Pell townships.", "Marn and Pell"),
    ],
)
def test_where_somebody_works_is_no_place_and_two_townships_are_no_one(text, place):
    (one,) = candidates(text, language="en")
    assert one.place == place


@pytest.mark.parametrize(
    ("text", "qualifier", "metric"),
    [
        ("As few as 30 civilians died.", "at_least", KILLED),
        ("Close on 500 people died.", "nearly", KILLED),
        ("It lost more or less 500 men.", "about", "losses"),
        ("Up to and including 500 soldiers died.", "up_to", KILLED),
        ("500 dead at a minimum.", "at_least", KILLED),
        ("500 dead at least, it said.", "at_least", KILLED),
        ("2,783 servicemen gave their lives.", "exact", KILLED),
        ("There were 412 fatal casualties.", "exact", KILLED),
        ("The remains of 412 soldiers were found.", "exact", KILLED),
        ("412 soldiers have been laid to rest.", "exact", "buried"),
        ("412 have been confirmed dead by name.", "exact", "identified"),
    ],
)
def test_rarer_hedges_and_words_for_the_dead_are_read(text, qualifier, metric):
    (one,) = candidates(text, language="en")
    assert (one.qualifier, one.metric) == (qualifier, metric)
