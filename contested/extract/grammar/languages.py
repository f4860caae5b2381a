"""The words of metrics and populations in other languages than English, and how each is known."""

from __future__ import annotations

import re
import unicodedata

#: By language, the words of metrics. A star stands for any ending.
METRICS: dict[str, dict[str, str]] = {
    "fr": {
        "casualties": "morts et blessés|tués ou blessés|tués et blessés|pertes",
        "killed": "mort*|tué*|décès|bilan*|victime*|perdu la vie|périt|péri|tuant",
        "wounded": "blessé*|blessant",
        "missing": "disparu*",
        "captured": "capturé*|prisonnier*|otage*",
        "displaced": "déplacé*|ont fui|fui",
        "refugees": "réfugié*",
        "detained": "arrêté*|détenu*|arrestation*",
        "deployed": "déployé*|envoyé*",
    },
    "es": {
        "casualties": "muertos y heridos|bajas|pérdidas",
        "killed": "muert*|muri*|fallecid*|asesinad*|víctimas mortales|abatid*|perdieron la vida",
        "wounded": "herid*|lesionad*",
        "missing": "desaparecid*",
        "captured": "capturad*|prisioner*|rehenes",
        "displaced": "desplazad*",
        "refugees": "refugiad*",
        "detained": "detenid*|arrestad*",
        "deployed": "desplegad*|enviad*",
    },
    "pt": {
        "casualties": "mortos e feridos|baixas",
        "killed": "mort*|morreram|perderam a vida|vítimas mortais|matou|mataram",
        "wounded": "ferid*",
        "missing": "desaparecid*",
        "captured": "capturad*|prisioneir*|reféns",
        "displaced": "deslocad*",
        "refugees": "refugiad*",
        "detained": "detid*|pres[oa]s",
    },
    "it": {
        "casualties": "morti e feriti|perdite",
        "killed": "mort*|uccis*|vittime|deced*|perso la vita|decessi",
        "wounded": "ferit*",
        "missing": "dispers*|scompars*",
        "captured": "catturat*|prigionier*|ostaggi*",
        "displaced": "sfollat*",
        "refugees": "rifugiat*|profugh*",
        "detained": "arrestat*|detenut*",
        "deployed": "schierat*|inviat*",
    },
    "de": {
        "casualties": "tote und verletzte|tote und verwundete|verluste|opfer",
        "killed": "tot*|getötet*|gestorben|ums leben|starben|gefallen*|todesopfer*|todesfälle",
        "wounded": "verletzt*|verwundet*",
        "missing": "vermisst*",
        "captured": "gefangen*|geisel*",
        "displaced": "vertrieben*|binnenflüchtling*",
        "refugees": "flüchtling*|geflohen|geflüchtet*",
        "detained": "festgenommen*|verhaftet*|inhaftiert*",
        "deployed": "entsandt*|geschickt",
    },
    "nl": {
        "casualties": "doden en gewonden|verliezen",
        "killed": "dod*|gedood*|omgekomen|leven gekost|gestorven|gesneuveld*|dodental|slachtoffers",
        "wounded": "gewond*",
        "missing": "vermist*",
        "captured": "gevangen*|gijzelaar*",
        "displaced": "ontheemd*",
        "refugees": "vluchteling*|gevlucht",
        "detained": "opgepakt|gearresteerd*|aangehouden",
    },
    "sv": {
        "casualties": "döda och skadade|döda och sårade|förluster",
        "killed": "död*|dött|omkommit|omkom|dog",
        "wounded": "skadad*|skadats|sårad*",
        "missing": "saknad*|saknas|försvunn*",
        "captured": "tillfångatag*|gisslan",
        "displaced": "tvingats lämna|fördrivna|internflykting*|på flykt",
        "refugees": "flykting*|flytt",
        "detained": "gripits|gripna|häktad*",
    },
    "no": {
        "casualties": "drepte og sårede|tap",
        "killed": "drept*|død*|omkommet|omkom|henrettet|mistet livet",
        "wounded": "såret*|sårede|skadet*|skadde",
        "missing": "savnet*|savnede",
        "captured": "tatt til fange|gisler",
        "displaced": "fordrevet*|på flukt|internt fordrevne",
        "refugees": "flyktning*|flyktet",
        "detained": "pågrepet|arrestert*",
    },
    "ro": {
        "casualties": "morți și răniți|pierderi",
        "killed": "mor[tț]*|ucis*|decedat*|decese|murit|bilanțul",
        "wounded": "răni[tț]*",
        "missing": "dispăru[tț]*",
        "captured": "captura[tț]*|prizonier*|ostatic*",
        "displaced": "strămuta[tț]*",
        "refugees": "refugia[tț]*",
        "detained": "aresta[tț]*|reținu[tț]*",
    },
    "pl": {
        "casualties": "zabitych i rannych|straty|strat",
        "killed": "zabit*|zginęł*|zginął|śmier*|ofiar*|poległ*",
        "wounded": "rann*|ranion*",
        "missing": "zaginion*|zaginęł*",
        "captured": "jeńc*|pojman*|zakładni*",
        "displaced": "przesiedlon*|przesiedleń*",
        "refugees": "uchodźc*",
        "detained": "zatrzyman*|aresztowan*",
    },
    "ru": {
        "casualties": "убит* и ранен*|погибш* и ранен*|потер*",
        "identified": "установлены имена|имена|поимённ*|поименн*",
        "killed": "погиб*|убит*|умер*|мёртв*|мертв*|жертв*|гибел*|уничтожен*|смерт*",
        "wounded": "ранен*|ранил*|пострада*",
        "missing": "пропавш*|пропал*|без вести",
        "captured": "пленн*|взят* в плен|в плен|захвачен*|заложник*",
        "returned_home": "вернул*|возвратил*",
        "displaced": "переселен*|вынужден* покинуть|перемещённ*|перемещенн*",
        "refugees": "беженц*",
        "detained": "задержан*|арестован*",
        "deployed": "отправлен*|отправил*|направил*|переброшен*",
        "present": "находится|находятся|дислоцирован*",
    },
    "uk": {
        "casualties": "вбит* і поранен*|загибл* та поранен*|втрат*",
        "identified": "імена|поіменн*|встановлен* особ*",
        "killed": "загин*|загибл*|вбит*|убит*|помер*|жертв*|смерт*|ліквідован*",
        "wounded": "поранен*|травмован*",
        "missing": "зникл*|безвісти",
        "captured": "полонен*|в полон|захоплен*|заручник*",
        "returned_home": "повернул*|повернен*",
        "displaced": "переселен*|переміщен*",
        "refugees": "біженц*",
        "detained": "затриман*|арештован*",
        "deployed": "відправлен*|відправив|відправил*|надіслан*",
        "present": "перебува*|дислокован*",
    },
    "bg": {
        "casualties": "убити и ранени|загуби",
        "identified": "имената|идентифициран*|идентифицирал*",
        "killed": "загина*|убит*|мъртв*|жертв*|смърт*",
        "wounded": "ранен*|пострадал*",
        "missing": "изчезнал*|безследно",
        "captured": "пленен*|заложни*",
        "displaced": "разселен*",
        "refugees": "бежанц*|бежанец",
        "detained": "задържан*|арестуван*",
    },
    "tr": {
        "casualties": "ölü ve yaralı|kayıp ver*",
        "killed": "öl[üe]*|öldü*|hayatını kaybe*|can kaybı|şehit*|yaşamını yitir*",
        "wounded": "yaralı*|yaralan*",
        "missing": "kayıp*",
        "captured": "esir*|rehin*",
        "displaced": "yerinden edil*|yerinden ol*",
        "refugees": "mülteci*|sığınmacı*",
        "detained": "gözaltı*|tutuklan*",
    },
    "id": {
        "casualties": "korban",
        "killed": "tewas|meninggal|gugur|terbunuh|korban jiwa|kematian",
        "wounded": "luka*|terluka|cedera",
        "missing": "hilang",
        "captured": "ditawan|tawanan|sandera",
        "displaced": "mengungsi|pengungsi internal",
        "refugees": "pengungsi",
        "detained": "ditahan|ditangkap",
    },
    "sw": {
        "killed": "waliua*|waliwaua|wameuawa|waliuawa|wamekufa|walikufa|vifo|wafu|waliofariki",
        "wounded": "wamejeruhiwa|walijeruhiwa|majeruhi",
        "missing": "waliopotea|hawajulikani waliko",
        "captured": "mateka",
        "displaced": "wakimbizi wa ndani|wamehama*",
        "refugees": "wakimbizi",
        "detained": "wamekamatwa|walikamatwa",
    },
    "ar": {
        "casualties": "بين قتيل وجريح|قتيل وجريح|خسائر",
        "killed": "*قتيل*|*قتل*|*مقتل|*قتلى|*شهيد*|*شهداء|استشهاد|استشهد|وفاة|*ضحايا|مصرع|حصيلة",
        "wounded": "*جريح*|*جرحى|*إصابة|*أصيب|*مصاب*|*بجروح",
        "missing": "*مفقود*",
        "captured": "*أسير*|*أسرى|*رهينة|*رهائن",
        "displaced": "*نازح*|*نزوح|*نزح*",
        "refugees": "*لاجئ*",
        "detained": "*معتقل*|*اعتقال|*اعتقل*",
    },
    "he": {
        "killed": "*הרוג*|*נהרג*|*חלל*|*מתו|*מתים",
        "wounded": "*פצוע*|*נפצע*",
        "missing": "*נעדר*",
        "captured": "*שבוי*|*חטופ*",
        "displaced": "*עקור*|*מפונ*",
        "refugees": "*פליט*",
        "detained": "*עצור*|*נעצר*",
    },
    "ko": {
        "casualties": "*사상자*",
        "killed": "*사망*|*숨지*|*숨졌*|*전사*|*숨진*",
        "wounded": "*부상*|*다치*|*다쳤*",
        "missing": "*실종*",
        "captured": "*포로*|*인질*",
        "returned_home": "*돌아갔*|*귀국*|*복귀*|*귀환*",
        "displaced": "*이재민*|*피란*",
        "refugees": "*난민*",
        "deployed": "*파병*|*파견*",
    },
}

#: By language, the words of populations.
POPULATIONS: dict[str, dict[str, str]] = {
    "fr": {
        "children": "enfant*",
        "women": "femme*",
        "military": "soldat*|militaire*|combattant*",
        "civilian": "civil*",
        "all": "personne*",
    },
    "es": {
        "children": "niñ*|menores",
        "women": "mujer*",
        "military": "soldad*|militar*|combatiente*",
        "civilian": "civil*",
        "all": "persona*",
    },
    "pt": {
        "children": "criança*",
        "women": "mulher*",
        "military": "soldad*|militar*|combatente*",
        "civilian": "civi[sl]",
        "all": "pessoa*",
    },
    "it": {
        "children": "bambin*|minori",
        "women": "donn[ae]",
        "military": "soldat*|militar*|combattent*",
        "civilian": "civil*",
        "all": "person[ae]|residenti",
    },
    "de": {
        "children": "kind*",
        "women": "frauen",
        "military": "soldat*|kämpfer*",
        "civilian": "zivilist*|zivil*",
        "all": "menschen|personen|leute",
    },
    "nl": {
        "children": "kinderen|kind|minderjarigen",
        "women": "vrouwen",
        "military": "soldaten|militairen|strijders",
        "civilian": "burger*",
        "all": "mensen|personen",
    },
    "sv": {
        "children": "barn",
        "women": "kvinnor",
        "military": "soldat*",
        "civilian": "civil*",
        "all": "människor|personer",
    },
    "no": {
        "children": "barn",
        "women": "kvinner",
        "military": "soldat*",
        "civilian": "sivil*",
        "all": "mennesker|personer",
    },
    "ro": {
        "children": "copii*",
        "women": "femei",
        "military": "solda[tț]i*|militari*",
        "civilian": "civili*",
        "all": "persoane|oameni",
    },
    "pl": {
        "children": "dzieci*",
        "women": "kobiet*",
        "military": "żołnierz*",
        "civilian": "cywil*",
        "all": "osób|osoby|ludzi",
    },
    "ru": {
        "children": "дет[еи]*|ребён*|ребен*",
        "women": "женщин*",
        "military": "солдат*|военн*|военнослужащ*|боевик*|бойц*",
        "civilian": "гражданск*|мирн*",
        "all": "человек*|людей|люди",
    },
    "uk": {
        "children": "діт[еи]*|дитин*",
        "women": "жін*",
        "military": "солдат*|військов*|військовослужбовц*|бойовик*|бійц*",
        "civilian": "цивільн*|мирн*",
        "all": "людей|осіб|люди|особи",
    },
    "bg": {
        "children": "деца|дете",
        "women": "жени",
        "military": "войни*|военн*|военнослужещ*",
        "civilian": "цивилн*",
        "all": "души|хора",
    },
    "tr": {
        "children": "çocu*",
        "women": "kadın*",
        "military": "asker*",
        "civilian": "sivil*",
        "all": "kişi*|insan*",
    },
    "id": {
        "children": "anak*",
        "women": "perempuan|wanita",
        "military": "tentara|prajurit",
        "civilian": "warga sipil|sipil",
        "all": "orang",
    },
    "sw": {
        "children": "watoto",
        "women": "wanawake",
        "military": "wanajeshi|askari",
        "civilian": "raia",
        "all": "watu",
    },
    "ar": {
        "children": "*طفل*|*أطفال",
        "women": "*نساء|*امرأة",
        "military": "*عسكري*|*جندي*|*جنود|*مقاتل*",
        "civilian": "*مدني*",
        "all": "*شخص*|*أشخاص",
    },
    "he": {
        "children": "*ילדים",
        "women": "*נשים",
        "military": "*חיילים",
        "civilian": "*אזרחים",
        "all": "*אנשים|*בני אדם",
    },
    "ko": {
        "children": "*어린이*|*아동*",
        "women": "*여성*",
        "military": "*북한군*|*군인*|*병사*|*병력*",
        "civilian": "*민간인*",
        "all": "*명*",
    },
}

# The commonest small words of languages that share a script.
_SMALL: dict[str, str] = {
    "en": "the of and in to were was that have has people killed said with from by at",
    "fr": "le la les des du et dans une est ont été que pour selon au plus",
    "es": "el la los las del y en una es han que por según con más",
    "pt": "o os as dos das e em uma é foram que por não com mais",
    "it": "il lo gli della delle e nel una è sono che per secondo con più di",
    "de": "der die das und den dem ein eine ist wurden nach mit von bei",
    "nl": "het een van zijn en op volgens bij door aan worden werden",
    "sv": "och att det som en har är på av för med enligt",
    "no": "og at det som en har er på av for med ifølge ble",
    "ro": "și în de la a fost cel din care au pentru",
    "pl": "i w na z do że się jest osób przez zginęło",
    "tr": "ve bir bu olarak için ise sayısı da de kişi",
    "id": "dan yang di dari dengan orang dalam jumlah tewas",
    "sw": "na wa ya kwa katika watu ni la za",
    "ru": "и в на не что по были более из это ы",
    "uk": "і у та що не за від є близько військових",
    "bg": "и в на не че са от за най които се",
}
_SCRIPTS = {"ARABIC": "ar", "HEBREW": "he", "HANGUL": "ko"}
_ONLY = {"ё": "ru", "ы": "ru", "э": "ru", "і": "uk", "ї": "uk", "є": "uk"}
_LOOKED_AT = 2_000


def words(table: dict[str, str]) -> dict[str, str]:
    r"""Return a table's words as patterns: a star stands for letters at a word's end or beginning.

    >>> words({"killed": "tué*"})
    {'killed': 'tué[^\\W\\d_]*'}
    """
    return {id: text.replace("*", r"[^\W\d_]*") for id, text in table.items()}


def guessed(text: str) -> str:
    """Return the language that a text is most likely in, of those that have tables; else English.

    >>> guessed("ont causé la mort d'au moins 2.900 personnes, selon les chiffres"), guessed("12")
    ('fr', 'en')
    """
    text = text[:_LOOKED_AT].lower()
    letters = [letter for letter in text if letter.isalpha()]
    names = [
        unicodedata.name(letter, "").partition(" ")[0] for letter in letters[:400] if letter > "ʯ"
    ]
    for script, language in _SCRIPTS.items():
        if 2 * names.count(script) > min(len(letters), 400):
            return language
    met = re.findall(r"[^\W\d_]+", text)
    score = {
        language: sum(map(set(small.split()).__contains__, met))
        for language, small in _SMALL.items()
    }
    for letter, language in _ONLY.items():
        score[language] += text.count(letter)
    best = max(score, key=lambda one: (score[one], one == "en"))
    return best if score[best] else "en"
