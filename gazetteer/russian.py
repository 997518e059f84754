"""How a Ukrainian place name is usually written in Russian, and that in English: ending by ending, letter by letter.

War reporting of 2014 and after takes many names from Russian: Novotroitske is met as Novotroitskoye, Marynivka as
Marinovka. The rules are generous: they serve to recognise a spelling, never to print one.
"""

import re
from itertools import product

# The first that fits the end of a word counts. Ukrainian ending, its Russian counterparts.
_ENDINGS = (
    ("іївка", ("еевка", "иевка")),
    ("ївка", ("евка",)),
    ("івка", ("овка", "евка")),
    ("іївське", ("еевское",)),
    ("ївське", ("евское",)),
    ("івське", ("овское", "евское")),
    ("ське", ("ское",)),
    ("цьке", ("цкое",)),
    ("зьке", ("зкое",)),
    ("ськ", ("ск",)),
    ("цьк", ("цк",)),
    ("ічне", ("ическое", "ичное")),
    ("ський", ("ский",)),
    ("цький", ("цкий",)),
    ("нє", ("нее",)),
    ("ове", ("овое", "ово")),
    ("еве", ("евое", "ево")),
    ("ине", ("ино", "иное")),
    ("іне", ("ино",)),
    ("не", ("ное",)),
    ("ше", ("шое",)),
    ("ге", ("гое",)),
    ("те", ("тое",)),
    ("ле", ("лое",)),
    ("ре", ("рое",)),
    ("ний", ("ный",)),
    ("ий", ("ый", "ий")),
    ("иця", ("ица",)),
    ("ець", ("ец",)),
    ("ів", ("ов", "ев")),
    ("їв", ("ев",)),
    ("ня", ("ня", "ная")),
    ("на", ("на", "ная")),
)
# Names of people that villages are called after, at the start of a word.
_STEMS = (
    ("олександр", "александр"),
    ("олексі", "алексе"),
    ("олекс", "алекс"),
    ("олен", "елен"),
    ("микола", "никола"),
    ("микіль", "николь"),
    ("катерин", "екатерин"),
    ("ганн", "анн"),
    ("тетян", "татьян"),
    ("єлиза", "елиза"),
    ("андрі", "андре"),
    ("матві", "матве"),
    ("сергі", "серге"),
    ("дзеркал", "зеркал"),
    ("вільх", "ольх"),
    ("вільш", "ольш"),
    ("червон", "красн"),
)
_LETTERS = str.maketrans({"ї": "и", "є": "е", "ґ": "г", "'": "ь", "’": "ь", "ʼ": "ь"})
_WORD = re.compile(r"[а-яіїєґ'’ʼ]+")
_NEUTER = re.compile(r"oe\b")
_NO_ENDING: tuple[str, ...] = ("",)
_MOST = 12  # spellings of one name


_LATIN = str.maketrans(
    dict(zip("абвгдезийклмнопрстуфыэ", "abvgdeziiklmnoprstufye", strict=True))
    | {"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya", "ё": "e"}
    | {"ь": None, "ъ": None}
)


def russian_romanisations(name: str) -> frozenset[str]:
    """Latin spellings, in lower case, of what a Ukrainian name is likely to be in Russian; empty for other scripts."""
    found = set()
    for form in russian_forms(name):
        plain = form.translate(_LATIN)
        found.add(plain)
        if "oe" in plain:
            found.add(_NEUTER.sub("oye", plain))  # Troitskoye
        if "й" in form:
            found.add(form.replace("ый", "ы").replace("ий", "ы").translate(_LATIN))  # Krasny
            found.add(form.replace("й", "y").translate(_LATIN))  # Mikhaylovka
    return frozenset(found)


def russian_forms(name: str) -> tuple[str, ...]:
    """Likely Russian spellings of a Ukrainian name, in lower case, up to twelve; empty for any other script."""
    words = _WORD.split(name.lower()), _WORD.findall(name.lower())
    if not words[1]:
        return ()
    forms = []
    *before, last = words[1]
    for choice in product(*([*_adjectives(word), *_forms(word)] for word in before), _forms(last)):
        pieces = [piece for pair in zip(words[0], (*choice, ""), strict=True) for piece in pair]
        forms.append("".join(pieces))
        if len(forms) == _MOST:
            break
    return tuple(dict.fromkeys(forms))


def _adjectives(word: str) -> list[str]:
    """What the word before a name may be: Mala Rohan is Malaya Rogan, Stari Terny are Starye Terny."""
    for ending, endings in _OF_ADJECTIVES:
        if word.endswith(ending) and len(word) > len(ending) + 2:
            start = word.removesuffix(ending)
            vowels = ("и", "е") if "і" in start else ("и",)
            return [(start.replace("і", vowel) + end).translate(_LETTERS) for vowel in vowels for end in endings]
    return []


_OF_ADJECTIVES = (("а", ("ая",)), ("я", ("яя",)), ("е", ("ое",)), ("є", ("ее",)), ("і", ("ые", "ие")))
_WHOLE = {  # words that are another in Russian
    "поле": ("поле",),
    "перша": ("первая",),
    "друга": ("вторая",),
    "третя": ("третья",),
    "перше": ("первое",),
    "друге": ("второе",),
}


def _forms(word: str) -> tuple[str, ...]:
    if word in _WHOLE:
        return _WHOLE[word]
    stems = [word]
    for beginning, instead in _STEMS:
        if word.startswith(beginning):
            stems = [instead + word[len(beginning) :], *([word] if beginning == "червон" else [])]
            break
    found: list[str] = []
    for stem in stems:
        start, ends = stem, _NO_ENDING
        for ending, endings in _ENDINGS:
            if stem.endswith(ending) and len(stem) > len(ending):
                start, ends = stem.removesuffix(ending), endings
                break
        # an i in a closed syllable was another vowel once, and still is one in Russian: Bila, Pidhirne, Sokilnyky
        for vowel in ("и", "е", "о") if "і" in start else ("и",):
            found += [(start.replace("і", vowel) + end).translate(_LETTERS).replace("і", "и") for end in ends]
    return tuple(dict.fromkeys(found))
