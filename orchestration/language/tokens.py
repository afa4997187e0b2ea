"""The words of a message, with what stood between them."""

import re
from dataclasses import dataclass

from orchestration.language.normal import normalise, visible

# Longer messages are pasted text, not questions; what lies beyond is not read, so that reading stays quick.
MOST_CHARACTERS = 2_000
MOST_TOKENS = 300

_QUOTES = {'"': '"', "“": "”", "„": "“", "«": "»", "`": "`", "'": "'", "‘": "’"}
_EMOTICON = re.compile(r"^[:;=][-o']?[()DPp|/\\]+$|^<3$|^\^\^$")
_ENDS = ".?!;"
# Ways of writing that the other rules need not know: "w/o a name", "w/ a cable".
_SPELLED = (
    (re.compile(r"(?<!\S)w/\s*(?!o(?:ut)?(?!\S))", re.IGNORECASE), "with "),
    (re.compile(r"(?<!\S)w/o(?:ut)?(?!\S)", re.IGNORECASE), "without"),
)
_DASHES = frozenset(("-", "--", "–", "—", "->", "=>", "|", "·"))


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a message.

    Args:
        text: as it was written, without the punctuation around it.
        norm: its normal form.
        low: in small letters, not normalised: what a misspelling is compared by.
        quoted: whether it stood in quotes; a quoted token may hold blanks.
        after: the marks behind it: of , ; : ( ) - = . ? and !
        start, end: where it stands in the message as read.
    """

    text: str
    norm: str
    low: str
    quoted: bool
    after: str
    start: int
    end: int


def readable(message: str) -> str:
    """Return as much of a message as is read: visible, one blank between two words, line ends as "; ".

    Args:
        message: anything.
    """
    cut = message[:MOST_CHARACTERS]
    lines = (visible(each).strip() for each in re.split(r"[\r\n\u2028\u2029]+", cut))
    text = "; ".join(each for each in lines if each)
    for form, plain in _SPELLED:
        text = form.sub(plain, text)
    return text


def tokenise(text: str) -> list[Token]:
    """Cut a readable text into tokens; what stands in quotes stays whole.

    Args:
        text: what `readable` returned.

    Returns:
        At most MOST_TOKENS tokens.
    """
    tokens: list[Token] = []
    at = 0
    while at < len(text) and len(tokens) < MOST_TOKENS:
        if text[at] == " ":
            at += 1
            continue
        closing = _closing(text, at)
        if closing is not None:
            after, following = _marks(text, closing + 1)
            _append(tokens, text[at + 1 : closing], after, at + 1, closing, quoted=True)
            at = following
            continue
        end = text.find(" ", at)
        end = len(text) if end < 0 else end
        _chunk(tokens, text[at:end], at)
        at = end
    return tokens


def _closing(text: str, at: int) -> int | None:
    """Return where a quotation that opens here ends, or None where none does."""
    closer = _QUOTES.get(text[at])
    if closer is None or (at and text[at - 1] not in " (,;:=["):
        return None
    end = text.find(closer, at + 1)
    while end > 0 and end + 1 < len(text) and text[end + 1].isalnum():
        end = text.find(closer, end + 1)
    inside = text[at + 1 : end]
    return end if end > at + 1 and inside.strip() and len(inside) <= 500 else None


def _marks(text: str, at: int) -> tuple[str, int]:
    end = at
    while end < len(text) and not text[end].isspace() and not text[end].isalnum() and text[end] not in _QUOTES:
        end += 1
    return text[at:end], end


def _chunk(tokens: list[Token], chunk: str, at: int) -> None:
    """Read one run of characters without a blank."""
    if chunk in _DASHES or _EMOTICON.match(chunk) or not any(each.isalnum() for each in chunk):
        mark = (
            "-"
            if chunk in _DASHES or _EMOTICON.match(chunk)
            else "".join(each for each in chunk if each in ".?!;:,()&+")
        )
        if mark in ("&", "+"):
            _append(tokens, "and", "", at, at + 1, quoted=False)
        elif tokens and mark:
            last = tokens.pop()
            tokens.append(Token(last.text, last.norm, last.low, last.quoted, last.after + mark, last.start, last.end))
        return
    left = len(chunk) - len(chunk.lstrip("([{<*~\"'“‘#@")) if "::" not in chunk[:3] else 0
    right = len(chunk.rstrip(")]}>*~\"'”’.,;:?!…"))
    if chunk[left:].startswith("::") or chunk.endswith("::"):
        right = max(right, len(chunk.rstrip(".,;?!)")))
    if left and "(" in chunk[:left] and tokens:
        last = tokens.pop()
        tokens.append(Token(last.text, last.norm, last.low, last.quoted, last.after + "(", last.start, last.end))
    core, after = chunk[left:right], chunk[right:].replace("…", ".")
    if _EMOTICON.match(after[-2:]):
        after = after[:-2] + "-"
    pieces = _pieces(core)
    offset = at + left
    for number, (piece, skipped) in enumerate(pieces, 1):
        behind = after if number == len(pieces) else skipped
        _append(tokens, piece, behind, offset, offset + len(piece), quoted=False)
        offset += len(piece) + len(skipped)


def _pieces(core: str) -> list[tuple[str, str]]:
    """Part "a,b" and "a/b" of plain words, and "status=planned", into their words; each with what stood behind it."""
    if re.fullmatch(r"[^\W\d]+(?:[/,=][^\W\d]+)+|[\w-]+(?:[,=][\w.:/-]+)+", core) and not re.fullmatch(
        r"\d+(?:,\d{3})+", core
    ):
        parts = re.split(r"([/,=])", core)
        return [
            (parts[at], parts[at + 1].replace("/", ",") if at + 1 < len(parts) else "")
            for at in range(0, len(parts), 2)
        ]
    return [(core, "")]


def _append(tokens: list[Token], text: str, after: str, start: int, end: int, *, quoted: bool) -> None:
    kept = "".join(each for each in after if each in ".?!;:,()-=")
    tokens.append(Token(text, normalise(text), text.lower(), quoted, kept, start, end))


def ends_sentence(token: Token) -> bool:
    """Say whether a sentence ends behind a token."""
    return any(each in _ENDS for each in token.after)
