"""The words by which a text says what is counted, and who: tables by metric and population.

Each is a pattern over small letters. Where two begin at one place, the one that stands first wins.
The ids are those of the curated data; a folder that lacks one is offered none.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from contested.extract.grammar import countries, languages


class Terms(NamedTuple):
    """The words of a language: those of metrics, of populations, and of what is never a claim."""

    metrics: re.Pattern[str]
    populations: re.Pattern[str]
    others: re.Pattern[str]


class Thing(NamedTuple):
    """A thing that is counted: its noun, and what is said of it, by metric."""

    noun: re.Pattern[str]
    said: tuple[tuple[str, re.Pattern[str]], ...]


_DEAD = r"(?:killed|dead|deaths?|died|fatalities|martyrs|slain)"
_HURT = r"(?:wounded|injured|injuries|hurt|maimed)"

_METRICS: dict[str, str] = {
    "casualties": rf"{_DEAD}(?:,? (?:and|or|and/or) |/)(?:the )?(?:\w+ )?{_HURT}"
    r"|(?<!fatal )(?:casualty|casualties)",
    "killed_or_missing": rf"{_DEAD} (?:and|or) missing",
    "killed_or_captured": rf"{_DEAD} (?:and|or) captured",
    "excess_deaths": r"excess (?:deaths|mortality)|(?:direct and )?indirect deaths",
    "malnutrition_deaths": r"starved(?: to death)?|(?:hunger|starvation|malnutrition"
    r"|famine)-related"
    r" deaths|(?:died|deaths?|dead) (?:of|from) (?:hunger"
    r"|starvation|malnutrition)|(?:starvation|hunger|malnutrition) deaths",
    "identified": r"identified|names|names of|(?:identified|confirmed|verified|listed) by name"
    r"|(?:dead|killed) by name|confirmed the (?:names|identities)|identities of",
    "buried": r"laid to rest|bodies (?:had been |have been |were )?buried|buried|graves",
    "hostages_dead": r"(?:bodies|remains)(?= of (?:the |its )?(?:[\w,-]+ ){1,4}hostages\b)"
    r"|hostages'? (?:bodies|remains)",
    "killed": rf"{_DEAD}|deceased|fatal casualties"
    r"|(?:gave|given|gives?) (?:their|his|her) li(?:ves|fe)"
    r"|remains(?= of\b)|(?:fatally|mortally) \w+|(?:beaten|tortured|stabbed|crushed"
    r"|shot|bombed"
    r"|stoned) to death|drown(?:ed|ing)|suffocated"
    r"|fell(?= (?:in|at|during) (?:the )?(?:battles?|fighting|combat|clash(?:es)?|action|assault))"
    r"|succumbed to (?:their|his|her) (?:wounds|injuries)|kill(?:s|ing|ings)?"
    r"|die|dies"
    r"|dying|fatality|martyr(?:ed|dom)?|perished"
    r"|massacred|slaughtered|beheaded|gunned down|wiped out|burn(?:ed|t) (?:alive|to death)|kia"
    r"|(?<=of its men )fell|(?<=of their men )fell|hacked to death|lynched|hanged|body count"
    r"|(?<!save )(?<!saved )the lives of"
    r"|(?:had|have|has) fallen"
    r"(?! (?:to|by|from|below|into|in|ill|short|behind|back|under|victim)\b)"
    r"|fallen(?= (?:soldiers|fighters|heroes|comrades))|the blood of|fatal for"
    r"|executed|executions?|murdered|murders|(?:death )?tolls?|lost (?:their|his|her) li(?:ves|fe)"
    r"|lives (?:were |have been |had been |are )?lost|a total of(?= (?:[\w,.-]+ ){1,4}lives\b)"
    r"|(?:claim|cost|took|taken?|taking)(?:ed|s|ing)?(?= (?:[\w,.-]+ ){1,4}lives\b)|loss of life"
    r"|loss of(?= (?:[\w,.-]+ ){1,4}lives\b)"
    r"|corpses|bodies|(?:claimed|took|taken|cost|claiming|taking) the lives"
    r"|(?:eliminat|liquidat|neutrali[sz]|assassinat|murder|execut)ing|eliminated|liquidated"
    r"|neutrali[sz]ed|assassinated|assassinations|shot dead|left dead",
    "wounded": rf"{_HURT}|injur(?:es|ing|y)|wound(?:s|ing)"
    r"|(?:wound|injure)(?= (?:at least |about |some |more than |over |nearly )?\d)"
    r"|(?:evacuated|taken|admitted|rushed) to hospitals?|in hospitals? (?:with|for)"
    r"|(?:hospital|medical) treatment"
    r"|lost (?:a limb|limbs)"
    r"|hospitali[sz]ed|have treated|treated",
    "hostages_released": r"(?:freed|released|freeing|releasing)(?= (?:[\w,-]+ ){1,4}hostages\b)"
    r"|hostages (?:were |have been |had been )?(?:freed|released)",
    "hostages_held": r"(?:still|being) held hostage|hostages",
    "captured": r"captur(?:ed|es|ing)|(?:taken|took) (?:prisoner|captive|hostage)|captives?|pows?"
    r"|prisoners?(?: of war)?|surrendered|kidnapped|abducted|(?<!from )in captivity",
    "missing": r"missing|unaccounted for|disappeared|disappearances|(?:remains?|fates?) (?:is "
    r"|are )?unknown|whereabouts|(?:could not|cannot|yet to|not) (?:yet )?be(?:en)? found",
    "refugees": r"refugees?|fle(?:d|e|eing)(?: (?!their|homes?)\w+){1,3} (?:to|into"
    r"|for)(?= neighbou?ring)|cross(?:ed|ing) (?:the border|into|over)|fle(?:d|e|eing) (?:across"
    r"|abroad|over the border|the (?:country|region)"
    rf"|(?:to|into)(?= (?:neighbou?ring|(?:the )?(?:{countries.pattern()}))\b))"
    r"|sought (?:refuge|asylum)"
    r"|sought (?:shelter|safety) (?:in neighbou?ring|abroad|across)|escaped to"
    r"|asylum[- ]seekers|who arrived in",
    "displaced": r"displace(?:d|ment)?|idps|forced to (?:flee|leave)|forced (?:from|out of) their"
    r"|(?:forc|driv|drove)(?:ed|es|ing|en)?(?= (?:[\w,.-]+ ){1,6}(?:from|out of) (?:their )?homes)"
    r"|evacuees|(?:leave|left|leaving|abandon(?:ed|ing)?) their (?:homes?|villages?|houses)"
    r"|relocated|(?:moved|taken|brought) to (?:[\w-]+ )?(?:shelters?|safety)"
    r"|fle(?:d|e|eing)|uprooted|homeless|evacuated|driven from",
    "detained": r"detain(?:ed|ees|s|ing)|detentions?|arrest(?:ed|s|ing)|imprisoned|jailed"
    r"|rounded up|in(?:to)? custody|behind bars",
    "deserted": r"desert(?:ed|ers|ions?)|defect(?:ed|ors|ions?)|(?:gone|went) awol|(?:abandoned"
    r"|left) their posts|absent without leave",
    "prisoners_returned": r"(?:exchanged|swapped)"
    r"|(?:returned|came home|freed) from (?:\w+ )?captivity"
    r"|(?:came|brought|returned|back) home in (?:an?|the) (?:\w+ )?(?:exchange|swap)",
    "returned_home": r"returned home|return(?:ed)? to their|repatriated|sent home",
    "deployment_planned": r"(?:will|plans? to|is to|are to|would|intends? to) (?:send|deploy)",
    "present": r"(?:were|are|was|been|is|currently) (?:deployed|stationed|present|based)"
    r"|stationed|on (?:\w+ )?(?:soil|territory)|fought alongside|fighting alongside",
    "deployed": r"deploy(?:ed|s|ing|ment)?|sent|sends|sending|dispatched",
    "demobilised": r"demobili[sz]ed|disarmed",
    "mobilised": r"mobili[sz]ed|called up|conscripted|drafted",
    "recruited": r"recruited|enlisted|signed (?:contracts|up)",
    "losses": r"lost|losing|loses|loss(?:es)?(?! of life)",
    "strength": r"strong|under arms|active[- ]duty|force of|in (?:its|their) ranks|strength",
}

_POPULATIONS: dict[str, str] = {
    "women_and_children": r"(?:women and children|children and women)",
    "children": r"(?:child|children|kids|minors|infants?|babies|toddlers|girls|boys|schoolchildren"
    r"|schoolgirls|teenagers)",
    "women": r"(?:women|woman)",
    "prisoners": r"(?:prisoners(?: of war)?|pows?|detainees|inmates)",
    "security_forces": r"(?:(?:members of (?:the )?)?security(?:[- ]force)?s?(?: forces?)?"
    r"(?: (?:members|personnel|officers|forces|staff))?|police(?:men| officers| force)?|gendarmes)",
    "commanders": r"(?:commanders?|generals)",
    "scientists": r"scientists?",
    "protesters": r"(?:protest[eo]rs?|demonstrators?)",
    "journalists": r"(?:journalists?|reporters?|media workers?|correspondents?)",
    "aid_workers": r"(?:(?:aid|humanitarian|relief) (?:workers?|staff|personnel)|humanitarians)",
    "medics": r"(?:medics?|paramedics?|doctors?|nurses?|(?:health|medical|ambulance) (?:workers?"
    r"|staff|personnel))",
    "military": r"(?:(?:combat |ground )?troops|soldiers?|servicem[ae]n|servicewom[ae]n"
    r"|service[- ]?members?|(?:military |army )?personnel|fighters?|combatants?|militants?|rebels?"
    r"|mercenar(?:y|ies)|gunm[ae]n|insurgents?|terrorists?|(?:army |military )?officers?|militia"
    r"(?:m[ae]n)?|operatives?|marines?|sailors?|paratroopers?|rangers?|conscripts?|military|army"
    r"|jihadists?|invaders|occupiers)",
    "civilian": r"(?:civilians?|non-?combatants?)",
    "workers": r"workers",
    "all": r"(?:people|persons?|individuals?|human beings|souls)",
}

# What stands behind a number and is no claim of a war's figures.
_OTHERS = (
    r"(?:countries|nations|states|governments|ministers|leaders|presidents|lawmakers|senators|mps"
    r"|diplomats|ambassadors|delegates|delegations|villages?|towns?|cities|districts?|provinces?"
    r"|regions?|settlements?|locations?|places|sites|areas|neighbou?rhoods|camps?|houses?|homes?"
    r"|apartments?|buildings?|hospitals?|schools?|mosques?|churches|facilities|targets|buses"
    r"|trucks?"
    r"|vehicles|cars?|flights?|meetings?|talks|rounds?|phases?|points?|articles?|pages?|questions?"
    r"|families|households"
    r"|parties|groups?|factions?|sides|sources?|reports?|statements?|videos?|images?|photos?|votes?"
    r"|seats?|goals?|charges?|counts?|reasons?|ways?|thing|incidents?|clashes|explosions?|blasts?"
    r"|battles?|operations?|raids?|fronts?|languages?|companies|firms|banks|ports?|airports?"
    r"|bridges?|checkpoints?|positions?|brigades?|battalions?|divisions?|regiments?|units?)"
)

_LOST = (
    r"lost|losses|downed|downing of|down|shot down|destroyed|crashed|knocked out"
    r"|brought down|shooting down"
)
_SENT = r"suppl(?:ied|ying|y|ies)|sent|deliver(?:ed|ies|ing)|provid(?:ed|ing)|shipped|handed over"
_FIRED = (
    r"launch(?:ed|es|ing)?|fir(?:ed|es|ing)|fired at|shot at|volleys?|salvo(?:e?s)?"
    r"|barrages?|swarms?|attacked with"
)

_THINGS: dict[str, dict[str, str]] = {
    r"missile (?:impacts|hits)|(?:direct )?(?:missile )?impacts|impatti": {"missile_impacts": r""},
    r"(?:[\w-]+ ){0,2}?(?:drones?|uavs?|quadcopters|droni)": {
        "drones_downed": rf"{_LOST}|intercept(?:ed|s|ing)|neutrali[sz]ed",
        "drones_launched": rf"{_FIRED}|sent|lanciat\w+",
    },
    r"(?:[\w-]+ ){0,2}?(?:missiles?|rockets|missile launches|missili)(?: \w+)?": {
        "missiles_supplied": _SENT,
        "missiles_launched": rf"{_FIRED}|lanciat\w+",
    },
    r"(?:[\w-]+ ){0,3}?(?:aircraft|planes?|jets?|warplanes?|helicopters?|aeroplanes?)": {
        "aircraft_lost": _LOST
    },
    r"(?:[\w-]+ ){0,1}?tanks?": {"tanks_lost": _LOST},
    r"(?:[\w-]+ ){0,1}?(?:artillery )?(?:shells|rounds|munitions|projectiles)": {
        "shells_supplied": _SENT
    },
    r"(?:[\w-]+ ){0,1}?containers": {"containers_supplied": rf"{_SENT}|moved|arms|ammunition"},
    r"(?:artillery pieces|howitzers|self-propelled guns)": {"artillery_supplied": _SENT},
    r"(?:[\w-]+ ){0,1}?(?:boats?|vessels?)": {"boats_destroyed": r"destroyed|sunk|struck|hit"},
    r"(?:[\w-]+ ){0,1}?(?:air ?strikes|strikes)": {
        "strikes": r"carried out|conducted|launched|recorded|carr(?:y|ied)"
    },
}


def _alternatives(table: dict[str, str]) -> re.Pattern[str]:
    return re.compile(
        "|".join(rf"(?P<{id}>(?<![^\W\d])(?<!-)(?:{words})(?![\w]))" for id, words in table.items())
    )


@cache
def terms(language: str) -> Terms:
    """Return the words of a language; those of English where it has none of its own."""
    metrics, populations = languages.METRICS.get(language), languages.POPULATIONS.get(language)
    return Terms(
        _alternatives(languages.words(metrics) if metrics else _METRICS),
        _alternatives(languages.words(populations) if populations else _POPULATIONS),
        re.compile(rf"(?<![\w-])(?:{_OTHERS})(?![\w])"),
    )


#: The things that are counted, and what is said of each.
THINGS = tuple(
    Thing(
        re.compile(rf"[ -](?:{noun})(?![\w])"),
        tuple((metric, re.compile(rf"\b(?:{said})\b")) for metric, said in metrics.items()),
    )
    for noun, metrics in _THINGS.items()
)
