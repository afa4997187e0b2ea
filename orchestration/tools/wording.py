"""Small words of answers: numbers with nouns, lists with "and", labels within a sentence."""

from collections.abc import Sequence

from orchestration.catalogue.types import ObjectType


def number(value: float) -> str:
    """Return a number as it is read: 1,586; 40.6; 12."""
    if isinstance(value, int) or float(value).is_integer():
        return f"{int(value):,}"
    return f"{value:,.1f}"


def counted(amount: int, about: ObjectType) -> str:
    """Return "1 device" or "72 devices"."""
    return f"{number(amount)} {about.singular if amount == 1 else about.plural}"


def plural(amount: int, singular: str, several: str = "") -> str:
    """Return "1 request" or "5 requests"."""
    ending = "es" if singular.endswith(("s", "x", "ch", "sh")) else "s"
    return f"{number(amount)} {singular if amount == 1 else several or singular + ending}"


def listed(words: Sequence[str], joint: str = "and") -> str:
    """Return "a, b and c"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {joint} {words[-1]}" if words else ""


def inline(label: str) -> str:
    """Return a label as it stands within a sentence: "Serial number" is "serial number", "VLAN ID" stays."""
    return label if len(label) > 1 and label[1].isupper() else label[:1].lower() + label[1:]


def first_upper(text: str) -> str:
    """Return a sentence with its first letter large, the rest as it is."""
    return text[:1].upper() + text[1:]


def percent(part: float, whole: float) -> str:
    """Return a share, one decimal where it is no whole number."""
    share = 100 * part / whole if whole else 0.0
    return f"{share:.0f} %" if abs(share - round(share)) < 0.05 else f"{share:.1f} %"


def after(phrase: str) -> str:
    """Return a phrase as it follows a noun, with its blank; nothing for nothing."""
    return f" {phrase}" if phrase else ""


def ended(sentence: str) -> str:
    """Return a sentence with its full stop, where it does not end in one already: "Dunder Inc."."""
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."
