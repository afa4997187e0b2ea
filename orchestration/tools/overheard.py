"""What others said in a thread before the bot was called into it: the objects named there are what "that" and "it" may mean.

Nothing else is taken from those texts: no wish, no condition, no value.
"""

import ipaddress
from collections.abc import Iterator, Sequence

import structlog

from orchestration.errors import NetbotError
from orchestration.language.intent import Intent, ask, select
from orchestration.language.normal import normalise
from orchestration.language.reading import NameHit, Reading
from orchestration.language.spans import LONGEST_NAME
from orchestration.language.tokens import Token, readable, tokenise
from orchestration.ports import Query
from orchestration.sessions.session import MOST_FOCUS, Focus, Session
from orchestration.tools.kit import Kit

log = structlog.get_logger(__name__)

ADDRESS = "ipam.ipaddress"
MOST_ADDRESSES = 8
# What an alert is about, the likeliest first: "ham1-rtr01 in Hamburg DC is down" is about the router.
_ABOUT = (
    *("dcim.device", "virtualization.virtualmachine", "dcim.virtualchassis", "circuits.circuit", "vpn.tunnel"),
    *("dcim.powerfeed", "dcim.powerpanel", ADDRESS, "ipam.prefix", "ipam.vlan", "virtualization.cluster"),
    *("dcim.rack", "dcim.location", "dcim.site", "tenancy.tenant", "circuits.provider"),
)


def with_overheard(kit: Kit, session: Session, context: Sequence[str]) -> Session:
    """Return the thread's memory, about what others spoke of in it last.

    Args:
        kit: of the turn.
        session: the thread's memory.
        context: what others said since the bot was last asked, oldest first.
    """
    focuses = [focus for text in reversed(context) for focus in _focuses(kit, text)]
    if not focuses:
        return session
    log.info("overheard", texts=len(context), kinds=[each.type for each in focuses])
    kept = (*focuses, *session.topic.focus)[:MOST_FOCUS]
    return session.model_copy(update={"topic": session.topic.model_copy(update={"focus": kept})})


def named_there(session: Session) -> Reading:
    """Return the wish to see what others spoke of last, for a message that is theirs rather than a question.

    Args:
        session: the thread's memory, with what was overheard.
    """
    focus = session.topic.focus[0]
    grounds: dict[str, tuple[NameHit, ...]] = {each.name: (each,) for each in focus.things}
    wanted = ask("inspect" if len(grounds) == 1 else "find", select(focus.type, names=list(grounds)))
    return Reading(intent=Intent(asks=[wanted]), certainty="certain", grounds=grounds)


def _focuses(kit: Kit, text: str) -> Iterator[Focus]:
    """Yield what a text is about, a kind of object at a time, the likeliest first."""
    tokens = tokenise(readable(text))
    hits = dict.fromkeys([*_named(kit, tokens), *_addresses(kit, tokens)])
    for kind in _ABOUT:
        things = tuple(each for each in hits if each.type == kind)
        if len(things) == 1:
            yield Focus(want="inspect", type=kind, things=things)
        elif things:
            yield Focus(want="find", type=kind, things=things, rows=things)


def _named(kit: Kit, tokens: Sequence[Token]) -> Iterator[NameHit]:
    """Yield the objects that a text calls by their whole names; a name that several objects have is none of them."""
    spans = list(dict.fromkeys(_spans(tokens)))
    found = kit.names.find(kit.scope, spans) if spans else {}
    for span in spans:
        meant = [each for each in found.get(span, ()) if each.type in _ABOUT and normalise(each.name) == span]
        if len(meant) == 1:
            yield meant[0].model_copy(update={"score": 1.0})


def _spans(tokens: Sequence[Token]) -> Iterator[str]:
    for at, first in enumerate(tokens):
        # A host is called by its full name in alerts, and by its own in NetBox.
        yield normalise(first.text.partition(".")[0])
        for size in range(1, LONGEST_NAME + 1):
            span = " ".join(token.norm for token in tokens[at : at + size])
            if any(each.isalpha() for each in span) or "/" in span:
                yield span


def _addresses(kit: Kit, tokens: Sequence[Token]) -> list[NameHit]:
    """Return the addresses of a text that NetBox has; a NetBox that is away has none, for the question itself will tell."""
    said = list(dict.fromkeys(each.text for each in tokens if _is_address(each.text)))[:MOST_ADDRESSES]
    if not said:
        return []
    asked = Query(type=ADDRESS, params=tuple(("address", each) for each in said), fields=("id", "address"))
    try:
        rows = kit.inventory.list(asked).rows
    except NetbotError as known:
        log.info("addresses_not_looked_up", reason=known.text)
        return []
    return [NameHit(type=ADDRESS, id=each["id"], name=str(each["address"])) for each in rows]


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_interface(text)
    except ValueError:
        return False
    return any(each in text for each in ".:")
