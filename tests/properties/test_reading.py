"""Any text is read: quickly, without an exception, into a valid intent that invents no name."""

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orchestration.catalogue.loading import load
from orchestration.language.intent import Ask, Condition, Intent, Selection, ask, leaf, select
from orchestration.language.normal import normalise
from orchestration.language.reader import read
from orchestration.sessions.session import Focus, Question, Topic
from tests.language.invented import DEVICES, NOW, SITES, TAGS, TENANTS, company, hit

WORDS = """show list all the devices device racks rack sites in at of with without no not and or that which are is how many per by top
    5 create add set delete rename to status planned active named called tagged it its those them the second one only what about vlan
    110 prefix 10.40.0.0/16 /24 next free gi1/0/1 serial number compare between U37 48U last week since 2024 move from tag please
    thanks ? , . ; : - ( ) " ' help never mind undo more routers switches""".split()  # noqa: SIM905 - a table of words reads best as a text
NAMES = (*SITES, *DEVICES, *TENANTS, *TAGS)
SAID = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from([*WORDS, *NAMES]), max_size=25).map(" ".join),
    st.lists(st.one_of(st.sampled_from(WORDS), st.text(min_size=1, max_size=12)), max_size=15).map(" ".join),
)
_LISTED = select("dcim.device", where=[leaf("site", "eq", ["Quarry 7"])])
_MADE = Intent(asks=[ask("create", select("ipam.vlan"))])
TOPICS = st.sampled_from(
    [
        Topic(),
        Topic(
            focus=(
                Focus(
                    want="find",
                    selection=_LISTED,
                    listing="l1",
                    type="dcim.device",
                    rows=(hit("dcim.device", "fjn-rtr1"),) * 3,
                ),
            )
        ),
        Topic(
            focus=(
                Focus(
                    want="inspect",
                    selection=select("dcim.site", names=["Quarry 7"]),
                    things=(hit("dcim.site", "Quarry 7"),),
                    columns=("tenant",),
                ),
            )
        ),
        Topic(question=Question(intent=_MADE, about="field:name")),
        Topic(
            question=Question(
                intent=_MADE,
                about="name:Gold",
                span="Gold",
                choices=(hit("extras.tag", "Gold"), hit("dcim.site", "Quarry 7")),
            )
        ),
        Topic(pending=_MADE, proposal="p-1"),
    ]
)


def _texts(asks: list[Ask]):
    for each in asks:
        for selection in (each.selection, each.parent, *(value.selection for value in each.values)):
            yield from _names(selection)


def _names(selection: Selection | None):
    if selection is None:
        return
    yield from selection.names
    for condition in selection.where:
        yield from _in_condition(condition)


def _in_condition(condition: Condition):
    yield from _names(condition.selection)
    for part in condition.parts:
        yield from _in_condition(part)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=250)
@given(said=SAID, topic=TOPICS)
def test_any_text_is_read(said, topic):
    """No text raises; the intent keeps its schema; every name in it stands in the message, the thread or the index."""
    names, scope = company()
    found = read(said, topic, names, scope, load(), NOW)
    assert Intent.model_validate_json(found.intent.model_dump_json()) == found.intent
    thread = normalise(f"{said} {topic.model_dump_json()}")
    meant = {each.name for hits in found.grounds.values() for each in hits}
    for text in _texts(found.intent.asks):
        inside = f" {normalise(text)} " in f" {thread} " or not normalise(text)
        assert inside or text in meant or _of_a_range(text, said), (text, said)


def _of_a_range(text: str, said: str) -> bool:
    """Say whether a name lies within a range that was written: "addresses 10.0.0.6 to 10.0.0.9"."""
    stem = re.sub(r"\d+$", "", text.partition("/")[0])
    return bool(stem) and normalise(stem.rstrip("/.:-")) in normalise(said)
