"""Journeys of somebody who reads: what the bot says is what NetBox, asked plainly, says."""

import pytest
import structlog

from tests.journeys.conftest import names_of, words


def test_a_list(talk, live, site):
    """A list tells how many there are, shows the first ten, and says in the receipt what was understood."""
    reply = talk().say(f"List the devices in {site['name']}")
    total = live.count("dcim/devices/", site_id=site["id"])
    assert (reply.kind, reply.intent, reply.rows_total) == ("answer", "find", total)
    assert len(names_of(reply)) == min(10, total)
    assert words(reply).startswith(f"{total} devices in {site['name']}")
    assert reply.receipt.total == total
    assert f"site_id={site['id']}" in reply.receipt.url


def test_an_answer_from_the_cache_says_so(talk, site):
    """Asked again, the same is answered without NetBox, and the small print tells how old it is; the first answer claims no such thing."""
    said = f"List the devices in {site['name']}, sorted by serial number"
    fresh, kept = talk().say(said), talk().say(said)
    assert ("from the cache" in words(fresh), "from the cache" in words(kept)) == (False, True)
    assert (kept.rows_total, kept.receipt.netbox_requests) == (fresh.rows_total, 0)


def called(device):
    """What a device is called: one without a name by its place in the chassis that it is a member of, as NetBox does, else by its id."""
    stack = device["virtual_chassis"]
    return device["name"] or (f"{stack['name']}:{device['vc_position']}" if stack else f"(unnamed, id {device['id']})")


def test_show_more_to_the_end(talk, live, site):
    """Show more, pressed until nothing remains, shows each device once and in NetBox's order."""
    thread = talk()
    reply = thread.say(f"List the devices in {site['name']}")
    seen = names_of(reply)
    while any(each.ref.startswith("more:") for each in reply.buttons):
        before = names_of(reply)
        reply = thread.press("Show")
        shown = names_of(reply)
        seen += shown[len(before) :] if shown[: len(before)] == before else shown
    assert seen == [called(each) for each in live.rows("dcim/devices/", site_id=site["id"])]


def test_an_inspection(talk, device):
    """An inspection shows what NetBox holds of the one thing."""
    text = words(talk().say(f"Show me device {device['name']}"))
    for value in (
        device["name"],
        device["site"]["name"],
        device["rack"]["name"],
        device["device_type"]["model"],
        device["role"]["name"],
    ):
        assert value in text


def test_a_follow_up_that_refers_back(talk, live, device):
    """What is asked of "it" is answered for the thing that was shown before."""
    thread = talk()
    thread.say(f"Show me device {device['name']}")
    reply = thread.say("Show its interfaces")
    assert reply.rows_total == live.count("dcim/interfaces/", device_id=device["id"])


def test_a_follow_up_with_another_place(talk, live, site):
    """The same question is asked again of another place."""
    other = max(
        (each for each in live.rows("dcim/sites/") if each["id"] != site["id"]), key=lambda each: each["device_count"]
    )
    thread = talk()
    thread.say(f"List the devices in {site['name']}")
    reply = thread.say(f"and in {other['name']}?")
    assert reply.rows_total == live.count("dcim/devices/", site_id=other["id"])


def test_a_follow_up_that_narrows(talk, live, site):
    """The last listing is narrowed by what is said next."""
    thread = talk()
    thread.say(f"List the devices in {site['name']}")
    reply = thread.say("only the active ones")
    assert reply.rows_total == live.count("dcim/devices/", site_id=site["id"], status="active")


def test_a_count(talk, live):
    """A count is NetBox's own."""
    reply = talk().say("How many devices are there?")
    assert (reply.kind, reply.intent) == ("answer", "count")
    assert words(reply).startswith(f"{live.count('dcim/devices/')} devices")


def test_a_count_by_group(talk, live):
    """A count by group has every group with its own count."""
    reply = talk(rows=1000).say("How many devices are there per role?")
    table = next(part for part in reply.parts if part.kind == "table")
    shown = {row[0].text: int(row[1].text) for row in table.rows}
    expected = {each["name"]: each["device_count"] for each in live.rows("dcim/device-roles/") if each["device_count"]}
    assert {name: number for name, number in shown.items() if number} == expected


def test_a_name_that_is_not_there(talk, device):
    """A misspelt name is told, with the name that was meant among the nearest as a button."""
    wrong = device["name"][:-2] + "x" + device["name"][-1]
    reply = talk().say(f"Show me device {wrong}")
    assert wrong in words(reply)
    assert reply.rows_total in {None, 0}
    assert device["name"] in words(reply)


def test_an_ambiguous_name_is_asked_back_and_chosen(talk, live):
    """A name that several racks have is asked back with the sites to choose from; the choice is then shown."""
    racks = live.rows("dcim/racks/")
    name = next(each["name"] for each in racks if [other["name"] for other in racks].count(each["name"]) > 1)
    same = [each for each in racks if each["name"] == name]
    thread = talk()
    question = thread.say(f"Show rack {name}")
    assert question.kind == "question"
    label = next(each.label for each in question.buttons if any(rack["site"]["name"] in each.label for rack in same))
    site = next(rack["site"]["name"] for rack in same if rack["site"]["name"] in label)
    reply = thread.press(label)
    assert reply.kind == "answer"
    assert site in words(reply)


@pytest.mark.parametrize(
    ("question", "route", "with_limits"),
    [
        ("How many devices are there?", "direct", False),
        ("List all sites and list all racks", "complex", False),
        ("How many devices are there per role?", "limitation_aware", True),
    ],
)
def test_each_route_is_taken(talk, question, route, with_limits):
    """A plain question goes straight, several go as a plan, a large one is counted first."""
    with structlog.testing.capture_logs() as lines:
        assert talk().say(question).kind == "answer"
    nodes = [line["node"] for line in lines if line["event"] == "node"]
    assert nodes[:2] == ["classify_intent", "plan_coordination"]
    assert nodes[-1] == "generate_response"
    assert ("handle_limitations" in nodes) == with_limits
    assert route in [line.get("route") for line in lines]


def test_no_request_for_each_row(talk, site):
    """A list of any length costs one or two requests."""
    assert talk().say(f"List the devices in {site['name']}").receipt.netbox_requests <= 2


def test_the_receipt_keeps_netboxs_request_ids(talk):
    """Each request's id, which NetBox's own log has too, is kept with the answer."""
    receipt = talk().say("How many sites are there?").receipt
    assert len(receipt.request_ids) == receipt.netbox_requests >= 1
    assert receipt.correlation


SAID = {
    "empty": "",
    "blank": "   ",
    "mark": "?",
    "long": "x" * 20_000,
    "many words": "wörter " * 3000,
    "invisible": "\u202e\u200b\x00\x07",
    "another language": "Wie viele Geräte haben wir in Hamburg?",
    "nonsense": "asdf qwer zxcv",
    "sql": "; drop table devices",
    "markup": "{{ 7*7 }} <b>*x*</b>",
}


@pytest.mark.parametrize("said", SAID.values(), ids=SAID)
def test_whatever_is_said_is_answered(talk, said):
    """Nothing that is said ends in an error or a long text; what is not understood gets help."""
    reply = talk().say(said)
    assert reply.kind in {"answer", "question", "refusal"}
    assert 0 < len(words(reply)) < 3000
