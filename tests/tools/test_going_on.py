"""Show more: neither repeats nor skips, grows while it fits, reads with the rights of whoever presses."""

import pytest

from orchestration.language.intent import ask, leaf, select
from tests.fakes.scripted import column, head, labels, text


@pytest.fixture
def devices(truth):
    """The names of all devices in NetBox's order."""
    return [each["name"] or f"(unnamed, id {each['id']})" for each in truth.rows("dcim/devices")]


def test_the_button_says_how_many_remain(thread, devices):
    """The label names the next page and what is left."""
    reply = thread.ask(ask("find", select("dcim.device")))
    assert labels(reply) == [f"Show 10 of {len(devices) - 10} more"]
    assert all(len(each.ref) <= 100 for each in reply.buttons)


def test_pressing_grows_the_same_message(thread, devices):
    """The table holds all rows so far, in the message that showed the first."""
    thread.ask(ask("find", select("dcim.device")))
    reply = thread.press(thread.button("Show"))
    assert reply.amends == "t1"
    assert column(reply) == devices[:20]
    assert (reply.receipt.shown, reply.receipt.total) == (20, len(devices))


def test_a_page_more_costs_one_request(thread):
    """Rows are read by their ids, all at once."""
    thread.ask(ask("find", select("dcim.device")))
    assert thread.press(thread.button("Show")).receipt.netbox_requests == 1


def test_beyond_fifty_rows_it_goes_on_in_a_new_message(thread, devices):
    """A message does not grow without end; no row is lost or doubled on the way."""
    thread.ask(ask("find", select("dcim.device")))
    for _ in range(4):
        reply = thread.press(thread.button("Show"))
    assert column(reply) == devices[:50]
    reply = thread.press(thread.button("Show"))
    assert reply.amends is None
    assert column(reply) == devices[50:60]
    reply = thread.press(thread.button("Show"))
    assert reply.amends == "t6"
    assert column(reply) == devices[50:70]


def test_asked_in_words_it_goes_on_in_a_new_message(thread, devices):
    """Show me more, typed, shows the next rows alone."""
    thread.ask(ask("find", select("dcim.device")))
    reply = thread.ask(ask("more"))
    assert reply.amends is None
    assert column(reply) == devices[10:20]
    assert head(reply) == f"Rows 11 to 20 of {len(devices)}."


def test_a_button_pressed_twice_shows_nothing_twice(thread, devices):
    """Two people at one button see the same page."""
    thread.ask(ask("find", select("dcim.device")))
    ref = thread.button("Show")
    first = thread.press(ref)
    second = thread.press(ref)
    assert column(second) == column(first) == devices[:20]


def test_the_whole_list_is_walked_once(thread, truth):
    """From the first to the last row each is shown exactly once."""
    sites = [each["name"] for each in truth.rows("dcim/sites")]
    reply = thread.ask(ask("find", select("dcim.site")))
    while reply.buttons:
        reply = thread.press(thread.button("Show"))
    assert column(reply) == sites
    assert thread.ask(ask("more")).rows_total == len(sites)


def test_somebody_else_reads_with_their_own_rights(thread, served, truth):
    """Pressed by another identity, the listing goes on with the rows that it may see, in a message of its own, and counts no others."""
    servers = [each for each in truth.rows("dcim/devices") if each["role"]["name"] == "Server"]
    theirs = [each["tenant"] is not None and each["tenant"]["slug"] == "freight-operations" for each in servers]
    seen = [each["name"] for each, is_theirs in zip(servers, theirs, strict=True) if is_theirs]
    shown = sum(theirs[:10])
    thread.ask(ask("find", select("dcim.device", where=[leaf("role", "eq", ["Server"])])))
    mine = thread.button("Show")
    reply = thread.press(mine, served.token_reader)
    assert 0 < len(seen) < len(servers)
    assert reply.amends is None
    assert column(reply) == seen[shown : shown + 10]
    assert (reply.rows_total, reply.receipt.understood) == (len(seen), "")
    # The first one's list is as it was.
    assert column(thread.press(mine)) == [each["name"] for each in servers[:20]]


def test_what_cannot_be_read_again_is_for_who_read_it(thread, served):
    """Groups are no objects: pressed by another identity, they are not shown on."""
    thread.ask(ask("count", select("dcim.device"), group="device_type"))
    reply = thread.press(thread.button("Show"), served.token_reader)
    assert (reply.kind, reply.rows_total) == ("refusal", None)
    assert "other rights than yours" in text(reply)


def test_a_listing_that_is_gone_is_said(thread):
    """Listings expire; the answer says what to do."""
    thread.ask(ask("find", select("dcim.device")))
    ref = thread.button("Show")
    thread.shelf.kept.clear()
    assert "Ask again" in text(thread.press(ref))


def test_another_threads_listing_is_not_shown(thread):
    """A reference works in its own thread alone."""
    thread.ask(ask("find", select("dcim.device")))
    ref = thread.button("Show")
    thread.shelf.kept = {id_: each.model_copy(update={"session": "another"}) for id_, each in thread.shelf.kept.items()}
    assert "no longer kept" in text(thread.press(ref))


@pytest.mark.parametrize(
    "ref", ["more:", "more:x:y", "pick:0:dcim.site:1", "list:dcim.nothing:site:dcim.site:1", "dance:1", ""]
)
def test_a_reference_nobody_made_gets_a_clear_reply(thread, ref):
    """Forged, outdated and unknown references are answered, never a breakdown."""
    reply = thread.press(ref)
    assert reply.kind in {"refusal", "question", "answer"}
    assert len(head(reply)) > 10


def test_more_of_nothing_is_told(thread):
    """Without a list there is nothing to show more of."""
    assert "no list" in text(thread.ask(ask("more")))


def test_beyond_a_thousand_rows_pages_go_on_by_id(thread):
    """The first thousand are a snapshot; what comes then repeats none of them, and is said to be by id."""
    thread.rows = 500
    first = thread.ask(ask("find", select("dcim.interface")))
    assert first.rows_total > 1000
    links = [row[0].url for part in first.parts if part.kind == "table" for row in part.rows]
    while thread.replies[0].buttons:
        reply = thread.press(thread.button("Show"))
        links += [row[0].url for part in reply.parts if part.kind == "table" for row in part.rows]
    assert "in the order of their ids" in text(thread.replies[0])
    assert len(links) == len(set(links)) == first.rows_total
