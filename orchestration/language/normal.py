"""One form for words that people write in many ways, used for messages and for the index of names alike."""

import re
import unicodedata
from functools import lru_cache

# Abbreviations of interface names, as network operating systems take them: https://www.cisco.com/c/en/us/td/docs/ios-xml/ios/interface/command/ir-cr-book.html
INTERFACES = {
    "eth": "ethernet",
    "e": "ethernet",
    "fa": "fastethernet",
    "fe": "fastethernet",
    "gi": "gigabitethernet",
    "gig": "gigabitethernet",
    "gige": "gigabitethernet",
    "tw": "twogigabitethernet",
    "te": "tengigabitethernet",
    "ten": "tengigabitethernet",
    "tengig": "tengigabitethernet",
    "twe": "twentyfivegige",
    "fo": "fortygigabitethernet",
    "hu": "hundredgige",
    "po": "portchannel",
    "lo": "loopback",
    "tu": "tunnel",
    "vl": "vlan",
    "mgmt": "management",
    "ma": "management",
}

# Words that end in s and are singular all the same.
_SINGULAR = frozenset(
    """status chassis address access alias series gas bus dns dhcp ups pos vcs sas las its this is was has does as us yes less
    always plus across campus radius nexus focus bonus virus versus minus thus perhaps class cross wireless thanks ios ids ips
    axis basis business ghs gps ous aws gcs previous various""".split()
)
_IRREGULAR = {
    "ids": "id",
    "ips": "ip",
    "indices": "index",
    "children": "child",
    "people": "person",
    "statuses": "status",
    "aliases": "alias",
}

# Letters that Unicode does not take apart, as people write them who do not have them on their keys.
_UNMARKED = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t"}
)
_MARKS = re.compile(r"[’‘`´ʼ']")
_POSSESSIVE = re.compile(r"(?<=\w)'s\b|(?<=s)'(?=\s|$)")
# "SFP+" is another than "SFP"; NetBox writes it "sfpp".
_PLUS = re.compile(r"(?<=[^\W\d_])\+(?!\w)")
_JOINT = re.compile(r"[^\w]|_")
_TECHNICAL = re.compile(r"[^\w./:]+|_|(?<=[^\d\W])[./:]+|[./:]+(?=[^\d\W])|[./:]+$")
_LETTERS_THEN_DIGITS = re.compile(r"^([^\W\d]+)(\d+(?:[/:.]\d+)*)$")
_PORT = re.compile(r"^\d+/\d")
# IPv6 addresses and prefixes, and MAC addresses, whose hexadecimal letters are no words.
_ADDRESS = re.compile(r"^(?=.*:.*:)[0-9a-f:]{3,}(?:/\d{1,3})?$|^[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}$")


def visible(text: str) -> str:
    """Return a text without what cannot be seen: control, bidi and zero-width characters; other blanks become spaces.

    Args:
        text: anything.

    Returns:
        The same words in Unicode's composed form, one space between two.
    """
    composed = unicodedata.normalize("NFKC", text)
    shown = "".join(
        " " if each.isspace() else "" if unicodedata.category(each) in ("Cc", "Cf", "Cs", "Co", "Cn") else each
        for each in composed
    )
    return " ".join(shown.split())


@lru_cache(maxsize=20_000)
def normalise(text: str) -> str:
    """Return the form in which two spellings of one name or word are equal.

    Case, accents, punctuation, possessives and plurals fall away; an abbreviated interface name is written out
    (Gi1/0/1 is gigabitethernet1/0/1). Dots, slashes and colons stay between digits, so that addresses stay whole.

    Args:
        text: a name, a word, or a span of words.

    Returns:
        Words in small letters, one space between two; empty where nothing is left.
    """
    if text.isascii():
        plain = text.lower()
    else:
        spread = unicodedata.normalize("NFKD", visible(_MARKS.sub("'", text)).casefold())
        plain = "".join(each for each in spread if not unicodedata.combining(each)).translate(_UNMARKED)
    plain = _POSSESSIVE.sub("", _MARKS.sub("'", plain)).replace("'", "").replace("&", " and ")
    plain = _PLUS.sub("p", plain)
    words: list[str] = []
    for chunk in plain.split():
        words.extend(_words(chunk))
    for at, word in enumerate(words[:-1]):
        if word in INTERFACES and _PORT.match(words[at + 1]):
            words[at] = INTERFACES[word]
    return " ".join(words)


@lru_cache(maxsize=20_000)
def _words(chunk: str) -> tuple[str, ...]:
    """Return the normal words of a text without blanks."""
    core = chunk.strip('.,;!?()[]{}<>"|*~').removesuffix(":") if "::" not in chunk else chunk.strip('.,;!?()[]{}<>"|*~')
    if _ADDRESS.match(core):
        return (core,)
    if not any(each.isdigit() for each in core):
        return tuple(singular(each) for each in _JOINT.split(core) if each)
    parts = (each for part in _TECHNICAL.split(core) if (each := part.rstrip("./:").lstrip(".:")))
    return tuple(word for each in parts for word in _bare(each))


def _bare(word: str) -> tuple[str, ...]:
    """Part letters from the digits behind them: vm42 and "vm 42" are the same."""
    found = _LETTERS_THEN_DIGITS.match(word)
    if not found:
        return (word if any(each.isdigit() for each in word) else singular(word),)
    stem, figure = found.groups()
    full = INTERFACES.get(stem) if len(stem) > 1 or "/" in figure else None
    # Alone among words the stem would lose its plural too: both sides of a look-up must come to the same form.
    return (full or singular(stem), figure)


@lru_cache(maxsize=20_000)
def singular(word: str) -> str:
    """Return an English noun's singular, as far as its ending tells; the same word for what is no plural."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) < 3 or not word.endswith("s") or word in _SINGULAR or word.endswith(("ss", "ous", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return word[:-2]
    return word[:-1]


def is_plural(word: str) -> bool:
    """Say whether a word looks like a plural."""
    plain = _MARKS.sub("'", word).lower().strip(".,;:!?()[]\"'")
    return singular(plain) != plain


def spellings(name: str) -> tuple[str, ...]:
    """Return the ways in which NetBox may hold a component's name that was written short.

    Args:
        name: as it was written: "gi1/0/1", "outlet 2".

    Returns:
        The name itself and, where it begins with a usual abbreviation, the name written out, with and without case.
    """
    found = re.match(r"^([A-Za-z-]+)\s*(\d.*)$", name)
    if not found:
        return (name,)
    stem, rest = found.groups()
    ways = [name, f"{stem}{rest}", f"{stem} {rest}"]
    full = INTERFACES.get(stem.lower())
    if full:
        ways.append(f"{full}{rest}")
    short = [each for each, whole in INTERFACES.items() if whole == stem.lower()]
    ways += [f"{each}{rest}" for each in short]
    return tuple(dict.fromkeys(ways))
