"""The words by which a text says who asserts and who passes on: verbs, heads of names, figures."""

from __future__ import annotations

import re


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Forms that are nouns as well ("reports", "claims") stand with a name before them or not at all.
_VERBS = (
    r"said|says|say|sp(?:oke|eaks?) of|states|stated|report|reports|reported|announced|announces"
    r"|confirms|confirmed"
    r"|claim|claims|claimed|estimates|estimated|estimate|documented|recorded|counts|counted"
    r"|puts|put"
    r"|tallied|acknowledged|acknowledges|admitted|admits|insists|insisted|believes|believe"
    r"|determined|tracked|verified|wrote|writes|posted|added|adds|declared|declares|alleged|alleges"
    r"|maintains|asserted|noted|notes|disclosed|revealed|reveals|told|tells|warned|warns|gave|gives"
    r"|lists|listed|assessed|assesses|suggest|suggests|suggested|show|shows|showed|indicate"
    r"|indicates|indicated|registered|quoted|cited|calculates|calculated|published|released|issued"
)

#: A verb of saying that is no passive and begins no phrase of its own ("reports of").
SAYING = re.compile(
    rf"(?<!\bwere )(?<!\bwas )(?<!\bbeen )(?<!\bbeing )(?<!\bare )(?<!\bis )(?<!\bbe )"
    rf"(?<![\w-])(?:{_VERBS})(?![\w-])"
    r"(?! (?:of|by(?! (?:(?:tele)?phone|e-?mail|text|video)\b)|from|as|dead|wounded|killed"
    r"|missing)\b)"
)
#: What a speaker does beside saying a number: who is meant by "he said" in the next sentence.
SPEAKING = re.compile(
    r"(?<![\w-])(?:den(?:ied|ies)|rejected|rejects|dismissed|disputed|disputes|responded|replied"
    r"|answered|declined|condemned|blamed|accused|vowed|urged|called|described|spoke|appeared"
    r"|praised|thanked|confirmed)(?![\w-])"
)
TELLING = re.compile(r"(?:told|tells) (?:the )?")

_DONE = (
    r"reported|documented|recorded|confirmed|counted|compiled|verified|identified|estimated|tallied"
    r"|given|released|announced|claimed|provided|collected|issued|registered|acknowledged|collated"
)
BY = re.compile(rf"(?<![\w-])(?:{_DONE}) by |(?<![\w-])by (?=the [\w ]{{2,30}}(?:count|tally)\b)")
RELAYING = re.compile(
    r"(?<![\w-])(?:(?:cited|quoted|carried|relayed|republished|broadcast|aired|published|quoted as"
    r" saying|shared) by|in (?:an interview|remarks|comments|a statement|an email) (?:with|to"
    r"|given to"
    r"|carried by)|speaking (?:to|with)) "
)
CITING = re.compile(r"(?<![\w-])(?:citing|quoting|quoted|(?<=, )attributing it to)(?! by) ")

#: "According to", in the languages that have tables.
ASCRIBING: dict[str, re.Pattern[str]] = {
    language: re.compile(rf"(?<![\w-])(?:{words}) ?")
    for language, words in {
        "en": r"according to|as per|in the words of|by the (?:account|estimate|count) of",
        "fr": r"selon|d'après|d’après|de source",
        "es": r"según(?: datos de| cifras de)?|de acuerdo con|conforme a",
        "pt": r"segundo|de acordo com|conforme",
        "it": r"secondo|stando a|a detta di",
        "de": r"laut|nach angaben (?:von|der|des)|zufolge|gemäß",
        "nl": r"volgens|aldus",
        "sv": r"enligt",
        "no": r"ifølge|ifølgje",
        "da": r"ifølge",
        "ro": r"potrivit|conform",
        "pl": r"według|zdaniem",
        "ru": r"по (?:данным|словам|сообщению|сообщениям|информации|подсчётам|подсчетам|оценке"
        r"|оценкам)|согласно",
        "uk": r"за (?:даними|словами|повідомленням|інформацією|підрахунками|оцінкою|оцінками)"
        r"|згідно з",
        "bg": r"според|по данни на",
        "id": r"menurut",
        "sw": r"kwa mujibu wa|kulingana na",
        "ar": r"(?:و)?(?:وفقا? ل|وفقاً ل|بحسب|حسب|طبقا ل)",
        "he": r"לפי|על פי|לדברי",
    }.items()
}

#: Nouns of what is counted, which are no one: "figures from the ministry", "UN estimates".
FIGURES = _set(
    "figures figure data information estimates estimate count counts tally tallies toll tolls"
    " report"
    " reports statement statements statistics numbers number records census list investigation"
    " survey study accounts assessment database monitoring tallying"
)
FIGURES_FROM = re.compile(
    r"(?:the |an? |its )?(?:[\w-]+ ){0,4}?(?:"
    + "|".join(sorted(FIGURES))
    + r")(?: \w+ed)? (?:from|by|of|at) "
)

#: What names an institution or a person's office, in small letters.
HEADS = _set(
    """
    ministry ministries minister official officials authorities authority army military police
    government health defence defense interior foreign spokesman spokeswoman spokesperson spokesmen
    office agency agencies group groups monitor monitors observatory commission council committee
    mission general staff president prime chief chiefs head director source sources hospital
    hospitals doctors medics rescuers residents witnesses activists analysts experts researchers
    intelligence regional local state opposition rebel rebels leader leaders commander commanders
    governor governorate mayor senior security western unnamed civil rights aid ngo ngos human
    organisation organization organisations association newspaper outlet outlets broadcaster
    television channel document media presidency emergency emergencies service services workers
    rescue humanitarian department directorate command headquarters secretary secretariat deputy
    parliament ruling coalition alliance union federation network committee coordinator envoy
    ambassador embassy court prosecutor prosecutors inspectorate registry bureau volunteers
    relatives elders villagers clinic paramedics statisticians firefighters brigade front militia
    junta insurgents separatists independent provincial municipal national medical public affairs
    crescent cross defenders camp relief governing body administration lawmaker lawmakers admiral
    worker medic doctor nurse surgeon rescuer resident witness activist analyst expert researcher
    villager volunteer relative paramedic air force forces guard
    colonel captain lieutenant sergeant general's physicians monitoring fleet navy diplomats
    diplomat team teams migration refugee children's food watchdog officer officers society room
    rooms spy
    """
)

#: What may stand within a name.
JOINING = _set(
    "the a an of for and in on at de del da di al el von its their his her one two three"
    " several some"
    " both country's with into region oblast province district"
)
#: Words before a name that are no part of it, though a sentence may begin with them.
LEADING = _set(
    "initial preliminary latest new updated meanwhile however earlier later but and while as"
    " although"
    " separately still yet then so when because that where since after before yesterday today"
    " also local's only previously on in at for of now though if whereas moreover conservative"
    " confirmed more overall"
)
#: Words that end a name read from either side, however they are written.
NO_NAME = _set(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june
    july august september october november december that which who whom than least about over nearly
    almost more fewer less this these those people persons soldiers civilians troops killed wounded
    injured dead deaths died it he she they we i there were was are is been has have had not no
    according to by from since until during what how last week month night morning evening why or
    """
)
#: What stands between a name and its verb.
TRAILING = re.compile(
    r"(?:(?:\s|^)(?:has|have|had|also|later|then|now|so far|already|again|initially|previously"
    r"|earlier"
    r"|recently|which|who|officially|reportedly|separately|meanwhile|however|only|further|still"
    r"|on (?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|today|itself|himself|herself|is|are"
    r"|could|would|therefore|repeatedly|publicly))*\s*$",
    re.IGNORECASE,
)

#: Names of those who mostly pass on what others assert.
MEDIA = re.compile(
    r"\b(?:reuters|afp|agence france-presse|ap|associated press|bbc|cnn|npr|al[- ]jazeera"
    r"|times|post"
    r"|news|newspaper|tv|television|radio|interfax|tass|xinhua|anadolu|kyodo|yonhap|media|daily"
    r"|herald|guardian|tribune|gazette|broadcaster|press|outlets?|journal|wire|courier|telegraph"
    r"|chronicle|bulletin|independent|observer|dispatch|monitor daily|news agency)\b",
    re.IGNORECASE,
)
