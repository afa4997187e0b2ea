"""How near two names are: by shared trigrams first, by their letters then."""

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, zip_longest

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


def sharing_most(held: Sequence[tuple[Counter[int], int]], most: int) -> list[tuple[int, int]]:
    """Return the numbers that share most trigrams with a span; what shares not a third as many as the best is left out.

    Args:
        held: of each type how many trigrams a number shares, and how many more each number of it is taken to share.
        most: numbers at most; of those that share as many as the last, each type has as many in there as another.

    Returns:
        (index of the type, number) each.
    """
    # There may be ten thousand of them: they are counted by what they share first, so that few are ever touched.
    tally: Counter[int] = Counter()
    for counts, more in held:
        for count, amount in Counter(counts.values()).items():
            tally[count + more] += amount
    highest, enough, left = max(tally, default=0), 0, most
    for enough in sorted((each for each in tally if each > highest / 3), reverse=True):
        if tally[enough] >= left:
            break
        left -= tally[enough]
    above = [
        (at, number)
        for at, (counts, more) in enumerate(held if highest > enough else ())
        for number, count in counts.items()
        if count + more > enough
    ]
    last = [
        [(at, number) for number in islice(_with(counts, enough - more), most - len(above))]
        for at, (counts, more) in enumerate(held)
    ]
    taken = (each for several in zip_longest(*last) for each in several if each is not None)
    return above + list(islice(taken, most - len(above)))


def _with(counts: Counter[int], wanted: int) -> Iterator[int]:
    return (number for number, count in counts.items() if count == wanted)


def likeness(span: str, kept: str) -> float:
    """Return how alike two spans are, 0 to 1; words in another order count a little less."""
    return max(fuzz.ratio(span, kept), 0.95 * fuzz.token_sort_ratio(span, kept)) / 100
