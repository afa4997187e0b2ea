"""How near two names are: by shared trigrams first, by their letters then."""

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator

from rapidfuzz import fuzz

# Numbers take four bytes each wherever this runs.
_NUMBERS = "I"


def trigrams(span: str) -> set[str]:
    """Return the runs of three letters of a span, its ends marked by a space."""
    padded = f" {span} "
    return {padded[at : at + 3] for at in range(len(padded) - 2)}


def indexed(spans: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Yield each trigram of some spans with the numbers of the spans that hold it, packed as 32-bit integers."""
    held: dict[str, array[int]] = {}
    for number, span in enumerate(spans):
        for gram in trigrams(span):
            held.setdefault(gram, array(_NUMBERS)).append(number)
    return ((gram, numbers.tobytes()) for gram, numbers in held.items())


def counted(packed: bytes) -> Counter[int]:
    """Return how often each number stands in packed ones."""
    numbers = array(_NUMBERS)
    numbers.frombytes(packed)
    return Counter(numbers)


def likeness(span: str, kept: str) -> float:
    """Return how alike two spans are, 0 to 1; words in another order count a little less."""
    return max(fuzz.ratio(span, kept), 0.95 * fuzz.token_sort_ratio(span, kept)) / 100
