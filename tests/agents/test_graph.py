"""The graph: each route is taken by a real question, each ends in a reply."""

import pytest
import structlog
from structlog.testing import capture_logs

from orchestration.errors import Misconfigured, NetBoxUnavailable, NotAllowed, ProofFailed, Superseded, Unknown
from orchestration.graph import MOST_STEPS
from orchestration.language.intent import Reference, ask, leaf, select
from orchestration.tools import registry
from tests.fakes.scripted import column, head, text


@pytest.fixture
def nodes():
    """The steps of the graph that a turn walked, in order."""
    walked = []

    def note(_, __, event):
        if event.get("event") == "node":
            walked.append(event["node"])
        raise structlog.DropEvent

    before = structlog.get_config()
    structlog.configure(processors=[note], cache_logger_on_first_use=False)
    yield walked
    structlog.configure(**before)


def test_a_direct_question_walks_straight(thread, nodes):
    """One obvious call: no counting first, one round of tools."""
    thread.ask(ask("count", select("dcim.site")))
    assert nodes == ["classify_intent", "plan_coordination", "execute_tools", "generate_response"]


def test_a_complex_question_runs_its_steps_in_waves(thread, nodes):
    """A role and a site are looked up at the same time, the devices after them."""
    where = [leaf("role", "eq", ["Server"]), leaf("site", "eq", ["Hamburg DC"])]
    thread.ask(ask("find", select("dcim.device", where=where)))
    assert nodes == ["classify_intent", "plan_coordination", "execute_tools", "execute_tools", "generate_response"]


def test_a_large_question_is_counted_first(thread, nodes):
    """Rows that NetBox cannot filter are counted before any is fetched."""
    thread.ask(ask("find", select("dcim.site", where=[leaf("rack_count", "gte", ["3"])])))
    assert nodes == ["classify_intent", "plan_coordination", "handle_limitations", "execute_tools", "generate_response"]
    assert thread.notes[0] == "Counting first"


def test_what_needs_no_netbox_asks_none(thread, nodes):
    """Help is answered without a request."""
    reply = thread.ask(ask("help"))
    assert reply.receipt.netbox_requests == 0
    assert nodes[-1] == "generate_response"


def test_a_walk_is_bounded(thread):
    """No plan can walk for ever."""
    assert MOST_STEPS < 50


def test_each_node_logs_its_milliseconds(thread):
    """One line a node, without what was said."""
    with capture_logs() as lines:
        thread.ask(ask("count", select("dcim.site")), text="my secret words")
    timed = [line for line in lines if line["event"] == "node"]
    assert next(line["node"] for line in timed) == "classify_intent"
    assert all(line["ms"] >= 0 for line in timed)
    assert "secret" not in str(lines)


def test_who_waits_is_told_what_is_done(thread):
    """Progress is told between steps."""
    thread.ask(ask("find", select("dcim.device", where=[leaf("site", "eq", ["Hamburg DC"])])))
    assert thread.notes == ["Looking up sites (step 1 of 2)", "Reading devices (step 2 of 2)"]


def test_several_asks_are_one_reply(thread, truth):
    """Each is answered, in order, in one message."""
    reply = thread.ask(ask("count", select("dcim.site")), ask("count", select("dcim.rack")))
    assert [part.runs[0].text for part in reply.parts] == [
        f"{truth.count('dcim/sites')} sites.",
        f"{truth.count('dcim/racks')} racks.",
    ]


def test_an_ask_may_refer_to_another(thread, truth):
    """The sites in Germany and their racks: the second ask refers to the first."""
    sites = ask("find", select("dcim.site", where=[leaf("region", "eq", ["Germany"])]))
    those = select(refers=Reference(to="ask", position=None, ask=0, type=None))
    racks = ask("count", select("dcim.rack", where=[leaf("site", "eq", selection=those)]))
    reply = thread.ask(sites, racks)
    german = {each["id"] for each in truth.rows("dcim/sites") if each["region"]["name"] == "Germany"}
    assert f"{sum(each['site']['id'] in german for each in truth.rows('dcim/racks'))} racks" in text(reply)


def test_one_ask_that_fails_does_not_keep_the_others(thread, truth):
    """What can be answered is; what cannot is told."""
    reply = thread.ask(
        ask("count", select("dcim.site")), ask("find", select("dcim.device", where=[leaf("colour", "eq", ["x"])]))
    )
    assert f"{truth.count('dcim/sites')} sites." in text(reply)
    assert 'cannot be chosen by "colour"' in text(reply)


@pytest.mark.parametrize(
    ("error", "kind", "changed"),
    [
        (NetBoxUnavailable("NetBox does not answer.", "Try again later."), "error", True),
        (Misconfigured("NetBox does not take the token.", "Set NETBOX_TOKEN."), "error", True),
        (ProofFailed("The rows do not fit."), "error", True),
        (NotAllowed("NetBox does not allow it."), "refusal", False),
        (Unknown("Whether it was written cannot be told."), "error", False),
        (RuntimeError("nobody foresaw this"), "error", True),
    ],
)
def test_every_error_becomes_a_reply(thread, monkeypatch, error, kind, changed):
    """What happened, whether anything was changed, what to do, an id; never a traceback."""

    def broken(*_):
        raise error

    monkeypatch.setitem(registry.TOOLS, "count", broken)
    reply = thread.ask(ask("count", select("dcim.site")))
    assert reply.kind == kind
    assert ("Nothing was changed." in text(reply)) == changed
    assert "Traceback" not in text(reply)
    assert "nobody foresaw" not in text(reply)
    if kind == "error":
        assert "id corr-1" in text(reply)


def test_an_error_outside_the_tools_becomes_a_reply_too(thread):
    """A reader that breaks is no breakdown of the bot."""
    thread._reading = None
    reply = thread.press("say:hello")
    assert reply.kind == "error"
    assert "Something broke" in text(reply)


def test_a_lost_lease_ends_the_turn(thread, monkeypatch):
    """A turn that another worker has taken over writes nothing: the error goes through."""

    def lost(*_):
        raise Superseded("another worker has it")

    monkeypatch.setitem(registry.TOOLS, "count", lost)
    with pytest.raises(Superseded):
        thread.ask(ask("count", select("dcim.site")))


def test_changes_go_to_the_desk_with_their_references_filled_in(thread, truth):
    """Set them to planned: the desk is handed the asks, and finds the objects by the thread's listing."""
    thread.ask(ask("find", select("dcim.site", where=[leaf("region", "eq", ["Germany"])])))
    those = select(refers=Reference(to="listing", position=None, ask=None, type=None))
    reply = thread.ask(ask("update", those))
    assert reply.kind == "preview"
    german = {each["id"] for each in truth.rows("dcim/sites") if each["region"]["name"] == "Germany"}
    assert {row["id"] for row in thread.desk.found[0]} == german
    assert thread.session.topic.proposal == "p-1"
    assert thread.session.topic.pending is not None


def test_the_desks_buttons_are_the_desks(thread):
    """A reference that begins with "change:" is pressed there."""
    assert thread.press("change:confirm:p-1").kind == "done"
    assert thread.desk.pressed == ["change:confirm:p-1"]


def test_the_second_one_is_the_second_row(thread, truth):
    """Rows of the last list are referred to by their place, from the front and from the back."""
    thread.ask(ask("find", select("dcim.site")))
    sites = [each["name"] for each in truth.rows("dcim/sites")]
    for position, name in ((2, sites[1]), (-1, column(thread.replies[0])[-1])):
        row = select(refers=Reference(to="row", position=position, ask=None, type=None))
        assert head(thread.ask(ask("inspect", row))).startswith(f"Site {name}")
        thread.ask(ask("find", select("dcim.site")))


def test_its_and_those_stand_for_what_the_thread_is_about(thread, truth):
    """Its racks after an inspection, only the planned ones after a list."""
    site = truth.rows("dcim/sites")[0]
    thread.ask(ask("inspect", select("dcim.site", names=[site["name"]])))
    it = select(refers=Reference(to="thing", position=None, ask=None, type=None))
    reply = thread.ask(ask("count", select("dcim.rack", where=[leaf("site", "eq", selection=it)])))
    assert head(reply).startswith(f"{site['rack_count']} rack" if site["rack_count"] else "No racks")
    thread.ask(ask("find", select("dcim.device")))
    those = select(
        where=[leaf("status", "eq", ["planned"])], refers=Reference(to="listing", position=None, ask=None, type=None)
    )
    planned = [each for each in truth.rows("dcim/devices") if each["status"]["value"] == "planned"]
    assert thread.ask(ask("find", those)).rows_total == len(planned)


def test_a_reference_to_nothing_is_told(thread):
    """Without a thread before it, "those" means nothing."""
    those = select(refers=Reference(to="listing", position=None, ask=None, type=None))
    assert "listed nothing" in text(thread.ask(ask("find", those)))


def test_the_topic_stays_small(thread):
    """What a thread was about is bounded, whatever was listed."""
    thread.rows = 1000
    for _ in range(8):
        thread.ask(ask("find", select("dcim.device")))
    topic = thread.session.topic
    assert len(topic.focus) <= 6
    assert len(topic.focus[0].rows) == 50
    assert all(len(each.rows) <= 10 for each in topic.focus[1:])
    assert len(thread.session.model_dump_json()) < 32 * 1024
