"""What runs between two devices: "which ports of A go to B", "what connects A and B", "cables between A and B"."""

from collections.abc import Iterator, Sequence

from orchestration.language.grammar.draft import Draft, Mind, Noun
from orchestration.language.reading import NameHit
from orchestration.language.spans import Item

DEVICE, REPORT = "dcim.device", "links"
# Words that say that something runs from the one to the other.
_RUNS = frozenset(
    "connect connects connected connection connections connecting link links linked cable cables cabled cabling patch patched plug plugged wire wired "
    "between toward towards facing go goes going lead leads leading attached hooked run runs uplink uplinks reach reaches face faces join joins "
    "feed feeds feeding power powers powered powering supply supplies supplying".split()
)
# Types whose objects run between devices.
_PORTS = frozenset(
    (
        "dcim.cable", "dcim.interface", "dcim.frontport", "dcim.rearport", "dcim.poweroutlet", "dcim.powerport", "dcim.consoleport",
        "dcim.consoleserverport",
    )
)  # fmt: skip


def read_ends(mind: Mind, items: Sequence[Item]) -> Iterator[Draft]:
    """Return the reading of a clause that asks what runs between two devices.

    Args:
        mind: what the grammar knows.
        items: of the clause.
    """
    del mind
    named = [(item, own) for item in items if (own := _device(item))]
    if len(named) != 2 or any(item.means("want", "compare") or item.role("report") for item in items):
        return
    (first, _), (last, _) = named
    begin, end = items.index(first), items.index(last)
    others = [item for item in items if item is not first and item is not last]
    runs = [
        item
        for item in others
        if _RUNS.intersection(item.norm.split()) or _RUNS.intersection(item.text.lower().split())
    ]
    ports = any(_PORTS.intersection(item.kinds) for item in others)
    to = any(item.role("in") and item.norm.split()[-1] in ("to", "into", "towards") for item in items[begin + 1 : end])
    if not (runs or (ports and to)) or any(_says_more(item, runs) for item in others):
        return
    noun = Noun(kinds=(DEVICE,), names=[first.text, last.text], said=True, plural=True)
    yield Draft(want="report", report=REPORT, noun=noun, grounds={item.text: own for item, own in named}, penalty=-0.3)


def _device(item: Item) -> tuple[NameHit, ...]:
    """Return the devices that an item names exactly; none where it is a word of the language."""
    if item.words and not item.quoted:
        return ()
    return tuple(hit for hit in item.hits if hit.type == DEVICE and hit.score == 1.0)


def _says_more(item: Item, runs: Sequence[Item]) -> bool:
    """Say whether a word says something else than that things run between: another type, name, value or figure."""
    if item in runs or _PORTS.intersection(item.kinds) or DEVICE in item.kinds or item.role("in"):
        return False
    return bool(item.hits or item.figure or item.quoted or item.kinds or item.role("change"))
