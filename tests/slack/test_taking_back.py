"""The receipt of what was asked, and what becomes of it when it is edited, deleted or stopped."""

import itertools

from orchestration.ports import Query
from tests.fakes.slack import payloads as raw
from tests.fakes.slack.payloads import ANN, BEN, BOT, TEAM
from tests.fakes.slack.state import person
from tests.slack.rig import rigged


def test_receipt(rig):
    """Before any work the thread says that the bot is at work, and afterwards no more; its title is the question."""
    written = rig.mention("which sites are there?")
    rig.settle()
    assert rig.home.sessions[("C0NET", written["ts"])] == "processing"
    assert rig.home.titles[("C0NET", written["ts"])] == "which sites are there?"
    rig.work()
    assert rig.home.sessions[("C0NET", written["ts"])] == "active"


def test_receipt_elsewhere(rig):
    """Where no status is offered the receipt is a reaction."""
    rig.slack.unknown |= {"agents.sessions.setStatus", "agents.sessions.rename", "assistant.threads.setStatus"}
    written = rig.mention("which sites are there?")
    rig.settle()
    assert rig.home.reactions == [("C0NET", written["ts"], "eyes")]


def test_an_edit_is_taken_up_once(rig):
    """The new wording of a message just asked is answered, its older one not where it had not begun; a second edit is not."""
    written = rig.mention("which sites are there?")
    rig.settle()
    texts = [
        f"<@{BOT}> {each}"
        for each in ("which sites are there?", "how many racks are there?", "how many VLANs are there?")
    ]
    for before, after in itertools.pairwise(texts):
        rig.event(raw.changed(after, before, ts=written["ts"]))
    rig.settle()
    assert rig.home.titles[("C0NET", written["ts"])] == "how many racks are there?"
    rig.work()
    (answer,) = rig.answers(written["ts"])
    assert "racks" in answer["text"]


def test_a_deletion_before_the_answer(rig):
    """A message that is deleted before it was answered is not answered."""
    written = rig.mention("which sites are there?")
    rig.event(raw.removed(written["ts"]))
    rig.work()
    assert rig.home.posted() == []


def test_a_deletion_after_the_answer(rig):
    """What is kept of a deleted message goes with it."""
    (answer,) = rig.ask("which sites are there?")
    rig.event(raw.removed(answer["thread_ts"]))
    address = rig.road.sessions.recent(f"slack/{TEAM}/{ANN}")
    assert address == ()


def test_stop(rig):
    """The native stop button takes back what waits, for whoever asked and for administrators, and the status ends."""
    written = rig.mention("which sites are there?")
    rig.home.users["U0CAT"] = person("U0CAT", "cat")
    rig.home.channels["C0NET"].members.add("U0CAT")
    rig.event(raw.stopped(thread=written["ts"], user="U0CAT"))
    rig.settle()
    assert "administrator" in rig.home.ephemerals[-1]["text"]
    rig.event(raw.stopped(thread=written["ts"]))
    rig.settle()
    assert rig.home.ephemerals[-1]["text"] == "Stopped. Nothing was changed."
    rig.work()
    assert rig.home.posted() == []
    assert rig.home.sessions[("C0NET", written["ts"])] == "active"
    again = rig.mention("which sites are there?")
    rig.event(raw.stopped(thread=again["ts"], user=BEN))
    rig.work()
    assert rig.home.posted() == []


def test_stop_while_reading(slack, settings):
    """The native stop button ends what reads at its next question to NetBox; that it stopped is the one answer."""
    reached = []

    def reading(session, incoming, turn, inventory, progress):
        sites = Query(type="dcim.site", fields=("id",), limit=1)
        inventory.list(sites)
        running.event(raw.stopped(thread=incoming.address.thread))
        reached.append("stopped")
        inventory.list(sites)
        reached.append("read on")

    with rigged(slack, thinker=reading) as running:
        (answer,) = running.ask("which sites are there?")
    assert reached == ["stopped"]
    assert answer["text"] == "Stopped. Nothing was changed."
    assert slack.home.sessions[("C0NET", answer["thread_ts"])] == "active"
