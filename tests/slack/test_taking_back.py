"""The receipt of what was asked, and what becomes of it when it is edited, deleted or stopped."""

import itertools
from dataclasses import replace

from orchestration.ports import Query
from orchestration.road import run_turn
from tests.fakes.slack import payloads as raw
from tests.fakes.slack.payloads import ANN, BEN, BOT, TEAM
from tests.fakes.slack.state import person
from tests.slack.rig import labels, rigged


def test_receipt(rig):
    """Before any work the thread says that the bot is at work, and afterwards no more; its title is the question."""
    written = rig.mention("which sites are there?")
    rig.settle()
    assert rig.home.sessions[("C0NET", written["ts"])] == "processing"
    assert rig.home.titles[("C0NET", written["ts"])] == "which sites are there?"
    rig.work()
    assert rig.home.sessions[("C0NET", written["ts"])] == "active"


def test_receipt_elsewhere(rig):
    """Where no status is offered the receipt is a reaction: it goes when its message is answered, or all in the thread is stopped."""
    rig.slack.unknown |= {"agents.sessions.setStatus", "agents.sessions.rename", "assistant.threads.setStatus"}
    first = rig.mention("which sites are there?")
    second = rig.mention("how many racks are there?", thread=first["ts"])
    rig.settle()
    eyes = [("C0NET", each["ts"], "eyes") for each in (first, second)]
    assert sorted(rig.home.reactions) == eyes
    assert run_turn(rig.road)
    assert rig.home.reactions == eyes[1:]
    rig.mention("stop", thread=first["ts"])
    rig.settle()
    assert (rig.home.reactions, rig.slack.calls["reactions.remove"]) == ([], 2)


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


def test_an_edit_that_comes_before_its_message(rig):
    """Events come in another order: the new wording is answered, the older one that comes after it is not."""
    texts = [f"<@{BOT}> {each}" for each in ("which sites are there?", "how many racks are there?")]
    written = rig.home.said(ANN, texts[1])
    rig.event(raw.changed(texts[1], texts[0], ts=written["ts"]))
    rig.event(raw.message(texts[0], ts=written["ts"]))
    rig.event(raw.mention("which sites are there?", ts=written["ts"]))
    rig.work()
    (answer,) = rig.answers(written["ts"])
    assert "racks" in answer["text"]


def test_a_deletion_that_comes_before_its_message(rig):
    """Events come in another order: what is deleted before it came is not answered."""
    written = rig.home.said(ANN, f"<@{BOT}> sites")
    rig.event(raw.removed(written["ts"]))
    rig.event(raw.mention("which sites are there?", ts=written["ts"]))
    rig.work()
    assert rig.home.posted() == []


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


def test_stop_in_words(rig):
    """Where no button is offered a word stops what waits, at once and once; so it does without a mention in one's own thread."""
    for stop in (rig.mention, rig.say):
        written = rig.mention("which sites are there?")
        stop("please stop!", thread=written["ts"])
        rig.settle()
        rig.work()
    assert rig.home.posted() == []
    assert [each["text"] for each in rig.home.ephemerals] == ["Stopped. Nothing was changed."] * 2


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


def stopped_at_once(rig):
    """Let the stop button be pressed when a worker begins with a turn."""
    think = rig.road.thinker

    def thinker(session, incoming, turn, inventory, progress):
        rig.event(raw.stopped(thread=incoming.address.thread))
        return think(session, incoming, turn, inventory, progress)

    rig.road = replace(rig.road, thinker=thinker)


def test_stop_of_a_press(rig):
    """What a press on a listing or a form reads is stopped as what was said is."""
    (answer,) = rig.ask("which devices are there?")
    stopped_at_once(rig)
    rig.press(answer, "Show")
    rig.work()
    assert rig.answers(answer["thread_ts"])[-1]["text"] == "Stopped. Nothing was changed."


def test_a_change_that_is_written_is_not_stopped(rig):
    """A press that confirms is not stopped once a worker has it, whoever presses stop: the change is written whole and its message says so."""
    (preview,) = rig.ask('create VLAN 3166 "Not stopped" in Hamburg DC')
    stopped_at_once(rig)
    rig.press(preview, "Create VLAN 3166")
    rig.work()
    (done,) = rig.answers(preview["thread_ts"])
    assert "Ann" in done["text"]
    assert not any(each.startswith("Create") for each in labels(done))
