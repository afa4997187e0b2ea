"""Whatever NetBox holds, a reply can be shown: plain visible text, whole tables, short references."""

import time
import unicodedata

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orchestration.catalogue.loading import load
from orchestration.graph import Thinking
from orchestration.language.intent import Intent, Order, ask, select
from orchestration.language.reading import NameHit, Reading
from orchestration.messages import Address, Author, Table, Utterance
from orchestration.messages.clean import clean
from orchestration.messages.plain import render, width
from orchestration.sessions.session import Session, admit
from tests.fakes.memory_inventory import MemoryInventory
from tests.fakes.memory_names import MemoryNames
from tests.fakes.replies import HOSTILE, replies, texts
from tests.fakes.scripted import Shelf, SilentDesk

HIDING = {"Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"}
ADDRESS = Address(platform="terminal", place="local", channel="chat", thread="t")
ANN = Author(platform="terminal", place="local", id="ann")

values = st.one_of(st.none(), st.sampled_from(HOSTILE), texts(), st.just("x" * 5000))
named = st.builds(lambda id_, name: {"id": id_, "display": name, "name": name}, st.integers(1, 9), values)
nested = st.one_of(st.none(), named)
choices = st.one_of(st.none(), st.builds(lambda value: {"value": value, "label": value}, values))
device = st.fixed_dictionaries(
    {
        "name": values,
        "display": values,
        "status": choices,
        "site": nested,
        "role": nested,
        "device_type": nested,
        "rack": nested,
        "serial": values,
        "tags": st.lists(named, max_size=3),
        "custom_fields": st.dictionaries(texts(20), values, max_size=3),
        "position": st.one_of(st.none(), st.floats(0.5, 60)),
        "comments": values,
    }
)


def shown(text):
    """Whether a text holds nothing that hides, steers or reorders, but for line breaks."""
    return all(unicodedata.category(each) not in HIDING for each in text.replace("\n", ""))


def answer(rows, *asks, grounds=None):
    """Return the reply to asks about devices with these fields."""
    held = {"dcim.device": [{"id": at, **row} for at, row in enumerate(rows, 1)]}
    reading = Reading(intent=Intent(asks=list(asks)), certainty="certain", grounds=grounds or {})
    thinking = Thinking(load(), MemoryNames(), Shelf(), lambda *_: reading, SilentDesk())
    said = Utterance(id="1", address=ADDRESS, author=ANN, at=time.time(), text="x", correlation="c")
    session = admit(Session(address=ADDRESS), said, "t1")
    return thinking(session, said, "t1", MemoryInventory(load(), held), lambda _: None)


@given(reply=replies)
@settings(max_examples=60, deadline=None)
def test_any_reply_is_plain_visible_text(reply):
    """Nothing that a reply holds steers a terminal, hides text or turns its direction."""
    assert shown(render(reply))


@given(rows=st.lists(device, max_size=25))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_rows_make_a_whole_table(rows):
    """Every row has a cell for each column, every cell is one clean line, every reference fits a button."""
    outcome = answer(
        rows,
        ask("find", select("dcim.device"), columns=["role", "serial", "rack", "comments", "tags", "custom_fields"]),
    )
    (reply,) = outcome.replies
    assert reply.kind == "answer"
    assert reply.rows_total == len(rows)
    for part in reply.parts:
        if isinstance(part, Table):
            assert len(part.columns) <= 6
            assert all(len(row) == len(part.columns) for row in part.rows)
            assert all(
                shown(cell.text) and "\n" not in cell.text and len(cell.text) <= 200
                for row in part.rows
                for cell in row
            )
    assert all(len(each.ref) <= 100 and len(each.label) <= 75 for each in reply.buttons)
    assert shown(render(reply))


@given(rows=st.lists(device, min_size=1, max_size=25))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_object_can_be_inspected_and_counted(rows):
    """Inspecting, grouping and sorting what anybody wrote into NetBox gives a reply, never a breakdown."""
    hit = NameHit(type="dcim.device", id=1, name="it")
    outcome = answer(
        rows,
        ask("inspect", select("dcim.device", names=["it"])),
        ask("count", select("dcim.device"), group="status"),
        ask("find", select("dcim.device"), sort=[Order(field="name", descending=True)], limit=3),
        grounds={"it": (hit,)},
    )
    (reply,) = outcome.replies
    assert reply.kind == "answer"
    assert shown(render(reply))
    assert len(outcome.session.model_dump_json()) < 64 * 1024


@given(text=st.one_of(texts(), st.text()), longest=st.integers(1, 50))
def test_clean_text_is_one_short_line(text, longest):
    """Cleaning leaves one line of visible characters, cut with a mark, and does nothing to it twice."""
    once = clean(text, longest)
    assert len(once) <= longest
    assert shown(once)
    assert "\n" not in once
    assert clean(once, longest) == once


@given(cells=st.lists(st.sampled_from(["漢字", "e\u0301", "plain", "\uff46\uff55", ""]), min_size=2, max_size=6))
def test_columns_are_aligned_by_the_width_that_is_seen(cells):
    """A wide character takes two columns, an accent on its own none."""
    assert width("".join(cells)) == sum(
        {"漢字": 4, "e\u0301": 1, "plain": 5, "\uff46\uff55": 4, "": 0}[cell] for cell in cells
    )
