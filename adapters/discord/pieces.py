"""What a message is laid out of, whatever way it is shown: texts, pictures, files, rules, rows of buttons, and the small print."""

import re
from dataclasses import dataclass, field

from adapters.discord import limits
from adapters.discord.buttons import Component
from orchestration.messages.clean import clean

# Discord shows these; others are files to download. See docs.discord.com/developers/reference#image-formatting.
_SHOWN = {"image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "image/webp": ".webp"}
_UNSAFE = re.compile(r"[^A-Za-z0-9_.-]+")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that goes with a message.

    Args:
        name: of the file; without signs that Discord would change, for the message refers to it.
        alt: the words for those who do not see it.
        content: its bytes.
        media_type: what it is.
    """

    name: str
    alt: str
    content: bytes = field(repr=False)
    media_type: str = "text/plain"

    @property
    def is_shown(self) -> bool:
        """It is a picture that Discord shows."""
        return self.media_type in _SHOWN


@dataclass(frozen=True, slots=True)
class Text:
    """Lines of Markdown; data in it is escaped."""

    text: str


@dataclass(frozen=True, slots=True)
class Call:
    """Roles whose members are waited for, by their ids."""

    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Attached:
    """A file, shown where it is a picture."""

    upload: Upload


@dataclass(frozen=True, slots=True)
class Row:
    """A row of buttons, or a menu."""

    row: Component


@dataclass(frozen=True, slots=True)
class Small:
    """The small print.

    Args:
        text: what it says, escaped.
        plain: the same, plain.
        url: the same list in NetBox's own pages.
    """

    text: str
    plain: str
    url: str | None


Piece = Text | Call | Attached | Row | Small


@dataclass(frozen=True, slots=True)
class Message:
    """One message to post.

    Args:
        payload: the JSON, without nonce and rights to mention.
        uploads: what goes with it, in the order of their numbers.
        roles: ids of the roles that it rings, when it is new and not when it is edited.
    """

    payload: Component
    uploads: tuple[Upload, ...] = ()
    roles: tuple[str, ...] = ()


def upload(name: str, alt: str, content: bytes, media_type: str = "text/plain") -> Upload:
    """Return a file under a name that is safe.

    Args:
        name: what it would be called.
        alt: the words for those who do not see it.
        content: its bytes.
        media_type: what it is; a picture's name ends as its kind does.
    """
    safe = _UNSAFE.sub("_", name).strip("._")[-60:] or "file"
    ending = _SHOWN.get(media_type, "")
    shown = safe if safe.lower().endswith(ending) else f"{safe}{ending}"
    return Upload(shown, clean(alt, limits.ALT_TEXT) or shown, content, media_type)
