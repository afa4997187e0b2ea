"""The form of the hand-written part. Lists are written as text: words with commas between them, names of fields with blanks."""

from collections.abc import Mapping
from dataclasses import dataclass, field

# How long an answer may be kept, in seconds: what hardly changes, what people change by the day, what changes by the minute.
SETTLED, DAILY, MOVING, LIVE = 14_400, 3_600, 300, 60


@dataclass(frozen=True, slots=True)
class Words:
    """What is written by hand of a type.

    Args:
        singular, plural: as shown.
        said: further words for it.
        columns: fields to show in a list, at most six, the name first.
        facts: fields to show first when one is inspected.
        name: the field that names one.
        also: further fields by which people name one.
        within: fields that tell apart two of the same name, the first that is not empty.
        indexed: whether its names are kept in the index of names.
        fields: words for its fields and filters, by name.
        keep: how long an answer may be kept, seconds.
        page: of its list in NetBox's pages, where it is not the API's path; empty where it has none.
        changeable: whether the bot may propose to change it.
    """

    singular: str
    plural: str
    said: str = ""
    columns: str = "name description"
    facts: str = ""
    name: str = "name"
    also: str = ""
    within: str = ""
    indexed: bool = False
    fields: Mapping[str, str] = field(default_factory=dict)
    keep: int = DAILY
    page: str | None = None
    changeable: bool = True


def listed(text: str) -> tuple[str, ...]:
    """Return the words of a text that has commas between them."""
    return tuple(each.strip() for each in text.split(",") if each.strip())
