"""The Latin spellings under which a Cyrillic name can be met in English text."""

import re
from collections.abc import Iterable

import translitua

from gazetteer.names import key
from gazetteer.russian import russian_romanisations

_UKRAINIAN = (
    translitua.UkrainianKMU,
    translitua.UkrainianNational1996,
    translitua.UkrainianSimple,
    translitua.UkrainianBGN,
)
_RUSSIAN = (
    translitua.RussianSimple,
    translitua.RussianGOST2006,
    translitua.RussianInternationalPassport1997,
)
_ONLY_UKRAINIAN = re.compile(r"[іїєґ]")
_LATIN = re.compile(r"[a-z]", re.I)
_ONLY_RUSSIAN = re.compile(r"[ыэъё]")

# What newspapers do to the tables, applied to keys: Zaporizhzhia is Zaporizhia, Vasylkiv is Vasilkov, Mykolaiv is
# Mykolayiv. Each pair is tried once on every romanisation.
_HABITS = (
    ("zhzh", "zh"),
    ("zhzhia", "zhia"),
    ("zhzhia", "zhya"),
    ("iia", "ia"),
    ("iia", "iya"),
    ("iy", "y"),
    ("ii", "iy"),
    ("ivka", "ovka"),
    ("ivka", "yivka"),
    ("kiv", "kov"),
    ("aiv", "ayiv"),
    ("ia", "ya"),
    ("iu", "yu"),
    ("ie", "ye"),
    ("nie", "ne"),  # Seredne, Dalne
    ("skyi", "sky"),
    ("skyi", "skiy"),
    ("nn", "n"),
    ("ei", "ey"),
    ("oi", "oy"),
    ("ai", "ay"),
    ("yi", "y"),
    ("h", "g"),
)


def english_name(name: str, spellings: Iterable[str]) -> str:
    """The Ukrainian place's name as Ukraine spells it in English, or the name unchanged.

    `spellings` are all its names; the one in Ukrainian of which `name` is some romanisation is spelled by the rule of
    2010: "Zaporizhzhya" becomes Zaporizhzhia. A name that comes from elsewhere ("Olenevka") stays.
    """
    for spelling in sorted(spellings):
        if not spelling[:1].isupper() or _ONLY_RUSSIAN.search(spelling.lower()) or _LATIN.search(spelling):
            continue
        if key(name) in {key(translitua.translit(spelling, table)) for table in _UKRAINIAN}:
            return str(translitua.translit(spelling, translitua.UkrainianKMU))
    return name


def romanisations(name: str) -> frozenset[str]:
    """Keys of the Latin spellings of a Ukrainian or Russian name, in Cyrillic; empty for any other script.

    Letters tell the language; a name without telling letters is read both ways. Spellings are generous: they serve
    to recognise a name, not to print it.
    """
    lower = name.lower()
    tables: tuple[type[translitua.TransliterationTable], ...] = ()
    if not _ONLY_RUSSIAN.search(lower):
        tables += _UKRAINIAN
    if not _ONLY_UKRAINIAN.search(lower):
        tables += _RUSSIAN
    direct = {key(translitua.translit(name, table)) for table in tables}
    spellings = set(direct)
    for spelling in direct:
        for usual, met in _HABITS:
            if usual in spelling:
                spellings.add(spelling.replace(usual, met))
    if not _ONLY_RUSSIAN.search(lower):
        spellings |= {key(spelling) for spelling in russian_romanisations(name)}
    return frozenset(s for s in spellings if len(s) >= 3 and s.isascii())
