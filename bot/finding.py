"""What one check of the doctor came to."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check came to.

    Args:
        level: ok, note (it works, but should be known) or wrong.
        text: a sentence.
    """

    level: Literal["ok", "note", "wrong"]
    text: str
