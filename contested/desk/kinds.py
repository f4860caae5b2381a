"""What kind of source a name is of, by its words."""

from __future__ import annotations

import re
from functools import cache

#: What kind of source a name's words say it is; the first that has one of its words.
_KINDS = {
    "intelligence": "intelligence",
    "research": "university|institute|project|study|researchers?|analysts?|think tank|tracker"
    "|database|yale|acled|ucdp",
    "ngo": "network|association|committee|observatory|monitors?|rights|watch|syndicate|crescent"
    "|red cross|ngos?|doctors without borders|amnesty|charity|save the children|activists?"
    "|emergency lawyers|response rooms?|relief council|médecins",
    "health_authority": "health|hospitals?|morgue|medics|doctors|paramedics",
    "intergovernmental": "un|united nations|unicef|unhcr|iom|ocha|wfp|ohchr|who|unrwa|undp|icc"
    "|refugee agency|migration agency|european union|african union|arab league|osce|nato",
    "military": "army|military(?! administration)|armed forces|general staff|defen[cs]e forces?"
    "|forces|brigade"
    "|battalion|commanders?|colonel|general|lieutenant|captain|major|admiral|navy|air force"
    "|fighters|militia|rebels?|front|movement|liberation|insurgents|troops|soldiers",
    "state_media": "state (?:television|tv|media|radio|news agency)",
    "government": "ministry|ministers?|president|prime minister|government|governor|mayor|police"
    "|authorities|spokes(?:man|woman|person)|parliament|junta|administration|kremlin|pentagon"
    "|white house|foreign|interior|state department|chancellor|secretary|emergency service"
    "|civil defen[cs]e|cabinet|national union|council|officials?",
    "media": "newspaper|radio|television|tv|news|post|times|herald|agency|broadcaster",
}
#: Words for an office, or for part of an institution, which say nothing of which it is.
_OFFICES = (
    "spokes(?:man|woman|person)|regional|chief|head|director|defense|deputy|senior|unnamed|local"
    "|official|state|maj|gen|lt|col|dr|office|mission|staff|service|agency"
)
#: Kinds whose institutions are no side's, where their name has none.
APART = frozenset({"ngo", "intergovernmental", "research", "media"})


def kind_of(words: str) -> tuple[str, str] | None:
    """Return the kind of source that words say, and the word."""
    small = words.lower()
    if body := re.match(r"(?:the )?(u\.?n\.?|united nations)(?!\w)", small):
        return "intergovernmental", body[1]  # "The UN's human rights office" is none of the NGOs.
    for kind, said in _KINDS.items():
        if match := re.search(rf"\b(?:{said})\b", small):
            if kind == "government" and re.fullmatch(r"(?:\w+ )?(?:\w+ )?officials?", small):
                return "official_anonymous", match[0]
            return kind, match[0]
    return None


@cache
def is_kind_word(word: str) -> bool:
    """Return whether a word says what a source is, and not which: "ministry", "spokesman".

    >>> is_kind_word("officials"), is_kind_word("kharkiv")
    (True, False)
    """
    return re.fullmatch(_OFFICES, word) is not None or kind_of(word) is not None
