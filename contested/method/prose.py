"""The method's text: what no table can say. Markdown; the periods come from the vocabulary."""

from __future__ import annotations

from contested.vocabulary import FADE, LAPSE, LAPSE_SNAPSHOT, REACH, REACH_OF_CAPTIVES

_STANDARDS = "https://everycasualty.org/knowledge-base/why-have-standards-for-casualty-recording/"

CLAIM = f"""
A claim holds a number, who asserts it, whom and what it counts, how it is hedged, what it rests on
and where it was printed. Two claims that contradict each other stand side by side. So do two
articles that print one statement differently.

A claim has two dates. *As of* is the world's clock: the date that the number refers to.
*Published* is the reader's clock: the day on which it could be read. "Known on" a date means every
claim published by that date and not corrected by then.

A mark on a chart stands on a number that a source stated. There are no midpoints, no interpolation
and no averages. The steps that join one source's totals say only that it had not stated another
number yet. No step crosses a change of definition or a gap of more than {LAPSE.days} days.
"""

LOOKUP = """
A number, a name or a sentence is looked up in the field at the head of every page, at `/check`,
or with `contested lookup`. What is found is what is recorded here: a number that is not found is
neither right nor wrong for that. Numbers are read in digits of any script, with any separators,
and in English words; a hedge that was dropped on the way is named.

A bookmark looks up the text selected on any page. At `/check` it can be dragged to the
bookmarks.
"""

HEDGES = """
A hedge is part of the number. "At least 600" sets a floor and no ceiling, so its top stays open on
every chart, in every sentence and in every ratio. An arrow points to where no bound was stated: up
towards higher numbers, down towards lower ones. Where the axis lies flat, up is right and down is
left.
"""

RANGES = """
Two numbers can mean different things. A range is the source's own lower and upper number unless it
says otherwise; what a method or models computed around a number is named, with its level where one
was printed. The source's marks stand on the ends of a stated range and never on those of a computed
one, which has thin caps if no number stands inside it. A number that was "nearly" reached stands
where it was stated, and is no ceiling. Words in place of a number ("dozens") are kept as words: no
mark stands for them. A date is as fine as its source gave it: a month, a quarter or a year is said
so, and drawn as wide as it is.
"""

SIDES = """
A relation is derived from the sides that parties take in a conflict, and is never typed. A
backer is not neutral, and not a belligerent either. Each stance in the data names an article or
an address that shows it. `side=` in an address takes the sources of one side with its backers.
"""

LATER = """
Sometimes a number is answered without a new one. A response holds from the day on which its
article was published. What was withdrawn or misprinted is compared with nothing from then on;
what was disputed or denied stays, and says so.
"""

EVENTS = """
The toll of a dated event (a massacre, a strike, a battle) is a quantity of its own beside that
of the whole war, and its name ends in the event and its date. A claim about a part of a
population ("Wagner Group") is set apart from claims about all of it, unless all claims of a
quantity name the same part.

One statement printed by several outlets is one statement with several tellings: it counts once,
from the day it was printed first, and each telling is listed with its own words.
"""

RESTS = """
The evidence is what the source said its number rests on, as the article gives it. It is not our
judgement of whether the number is true. One rule holds for all sides: a belligerent's running tally
is an official count whoever keeps it, of its own dead as of the other side's losses. A newsroom
keeps none: what it adds up is documented, what it says without naming anyone a statement. Bare
statements can be left out with one click.
"""

COUNTS = """
A cumulative claim may not be added to another, since both may count the same people. Claims about
periods may be added only if one source made them and their periods do not overlap. Contested adds
none of them up.
"""

SPEAKS = """
The relation is worked out from the source's affiliation and the side that each party takes in the
conflict; nobody types it in. Where one claim names several sources, the relation closest to those
counted speaks for all: a number that their own side joins in is not independent of it. Relations
differ by symbol as well as by colour.

A relation says where a source stands. It does not say whether the source is right.
"""

SOURCES = """
A source is whoever the article gives the number to: an institution, a person in office, a document,
or officials without a name. A newsroom is one only where it counts itself or names no one; who
prints another's number is its publisher, and who only passes it on, as an MP who was briefed by a
service, is named as the one *via* whom it came. Sources are not merged. Each one says for whom it
speaks, and following that to the end gives its *origin*: three spokesmen of one ministry, quoted in
ten articles, are one origin. Agreement between sources of one origin is not confirmation.
"""

COUNTED = "The subject is the party whose people or materiel are counted; this says which of them."

METRICS = """
Conflict, subject, metric and population together, and the event if it is the toll of one, make a
*quantity*: what can be compared. Killed are not casualties, and casualties are not losses. A metric
that is part of another is never added to it or drawn on its axis.
"""

AXIS = """
Claims about one quantity share an axis if they count the same thing. A claim stands apart, marked
with the reason, if

- it counts **one place only**, unless the place is in effect the whole for that subject, or you
  chose the place as a filter, or every claim about the quantity names that place: then the
  quantity's name does too;
- it counts **a part only** of those whom the quantity names ("Wagner Group"), unless every claim
  about the quantity names that part;
- it **counts another way** than most claims about the whole do: a period among totals, or a
  total among snapshots;
- it is a total that **starts later** than the conflict, unless the starting date is in effect the
  whole. A total without a starting date is taken as one since the beginning;
- it refers to a date before the source **changed its definition**;
- it was **corrected** since, **withdrawn** by its source, or **misprinted**.

A reader of an earlier date could know of no later change, correction or response, so as known on
that date these set nothing apart.

Claims that stand apart can be hidden. On the timeline they are smaller and paler, and a corrected
claim is crossed out. They bound no band, enter no spread and are joined by no line.
"""

WHOLE = """
These places and starting dates leave nothing out for the subject named, so claims that carry them
stay on the axis. A date applies to totals and never to claims about a period.
"""

CHANGES = """
A source that changes what it counts begins a new series. No line is drawn across the change, and
what it said before stands apart as an earlier definition. Where no population is given, the change
holds for all. A change from one metric or population to another is told with the quantities on both
sides of it, whoever speaks of them.
"""

STANDS = f"""
An institution's **current claim** about a quantity is its newest, whichever of its sources made
it: the latest date it refers to, then the latest publication. What else it said of the same time
is listed under it. Claims that stand apart or were corrected are passed over. Sources that one
claim names together speak as one here: it is one number.

Where current claims are compared, one older than {FADE.days} days is drawn **faded**. After
{LAPSE.days} days without another, or {LAPSE_SNAPSHOT.days} if it says what was true of one day (a
**snapshot**), it has **lapsed**: it is compared with what was said of its own time like any other,
and the answer above the chart says how many have. Its age is measured to the newest of the claims
compared, not to today, so that a link shows the same next year. A final toll of a war that is over
never lapses.

The grey **band** on the timeline lies between the two claims of each time that are surely furthest
apart: from the ceiling of the lower to the floor of the higher. There is none where the hedges
leave room for one number, or fewer than two institutions speak of the time. The band says who
spoke, not what is likely: the truth may lie outside it.

A timeline of more than 1,500 claims draws, of each source's claims in each stretch of time, the
first, the last, the lowest and the highest, and says so. The Data page lists every claim.
"""

_TOTAL, _MOMENT, _CAPTIVES = REACH["cumulative"], REACH["snapshot"], REACH_OF_CAPTIVES

SPREAD = f"""
A count grows, so numbers of different times differ although nobody contradicts anybody. Two claims
are set against each other only if they are **of one time**:

- a **total** within {_TOTAL.percent} % of the days counted by the earlier one: at least
  {_TOTAL.least} day and at most {_TOTAL.most}. At an even pace the count grows by about as much in
  that time. In a war's first weeks two days matter, in its fourth year six weeks do not. Where
  there is nothing so near but one claim on each side within {_TOTAL.between} days, a number is
  said to lie between them;
- a number **true of one day** within {_MOMENT.percent} % of the war's days by then, at most
  {_MOMENT.most} days: in its first weeks people flee and return within days. Of captives at most
  {_CAPTIVES.most} days: one exchange frees many at once;
- a **period** with the very same period only.

The date that counts is the one a number refers to, but no later than the end of what it counts:
final tolls of a war that is over are of one time for ever. A claim is set against what its
reference said of that very day, or else against the nearest before and after it, and the dates are
named. Claims of one institution are never set against each other.

A **ratio** between two claims keeps both hedges. A range against a number gives a range; "at
least" against a number gives "at least"; two floors leave any ratio possible and give none. What a
method is unsure of by its own account (a confidence or credible interval) is compared by its
number. From a hundredfold on a ratio is "more than 100×": such numbers count different things.

The **spread** is taken at the newest date of which at least two institutions speak: of each the
newest claim then, and of these the two of different institutions that are surely furthest apart,
the floor of the one divided by the ceiling of the other. Where that is 1 or less they agree within
their hedges. It is never a maximum over history. The Overview gives it for each quantity, and puts
first what is surely furthest apart.
"""

INCLUDED = """
A number comes in if

- an article that can be cited prints it;
- the article says who asserts it, if only as officials without a name;
- it counts people or materiel of a party in one of the conflicts here, by one of the metrics
  above;
- its date is stated, or the date of publication can stand for it, which the note then says.

It comes in as stated. The number is written down with the words that hedge it, and what the source
did not state stays empty. Every source's claims come in on the same terms, whatever side it takes
and however far its number is from the others.

Sums, differences, conversions and averages of our own stay out, and so do numbers that nobody in
the article answers for. An article may print more figures than stand here.
"""

GAPS = """
- **Articles, not statements.** Most claims were read in an outlet that quotes, translates or
  rewrites. The source's own publication may say more.
- **Language.** Most articles are in English. What is said only in another language is
  underrepresented.
- **Days.** Sources that publish daily appear on the days on which an article was read.
- **Links.** Some articles stand here without an address or a title, and no archived copy has been
  checked.
- **Definitions.** Sources seldom publish theirs. Two of them may use one word for different things
  without either saying so.
- **Silence.** Where nobody counts, nothing stands here. A short list of sources is not a small
  number of people.

The data's own README lists every gap known.
"""

CORRECTIONS = """
Nothing that a source said is deleted. When a source corrects its number, the new claim
*supersedes* the old one and gives the reason. The old claim stays, marked with the date of its
correction, and returns when you look at a date before that. A later, higher toll is news and not a
correction. A source that only changes its definition gets a break instead.

A mistake of ours in copying a claim is mended in its row. The data are text, one row a line, under
version control: every change can be seen with its date. Where the site gives an address for it,
“Report a mistake” on a claim's page leads there with the claim's id. Elsewhere write to who runs
the site and name the id, which stands on the claim's page and does not change.
"""

RECORDING = f"""
Contested is **not a casualty record**. It does not document incidents or identify people, and it
verifies no number. A casualty recorder establishes that a person was harmed; Contested establishes
that a source said a number and that an article printed it. Whoever needs the first should go to a
recorder, several of which are sources here.

Two texts guide that field: the [Standards for Casualty Recording]({_STANDARDS}) of Every Casualty
(2016), whose principles are to do no harm, transparency, responsibility, inclusiveness and
consistency, and the *Guidance on Casualty Recording* of the UN human rights office (OHCHR, 2019,
HR/PUB/19/1), which asks above all for a robust and transparent method. What they ask of anyone who
publishes such figures applies here too. The table says, in our words, what is followed and how.
Neither body has reviewed Contested.
"""
