"""The Conversation Manager: what is missing is waited for, what was told can be referred to."""

import pytest

from adapters.netbox.inventories import NetBoxInventories
from orchestration.catalogue.loading import load
from orchestration.language.intent import Intent, Reference, ask, leaf, select
from orchestration.ports import scope_of
from orchestration.sessions.answers import filled, sheet_ref
from orchestration.sessions.session import Question
from tests.fakes.scripted import head, text


def refers(to, type_=None):
    return select(refers=Reference(to=to, position=None, ask=None, type=type_))


def test_what_was_missing_is_taken_from_the_next_message(thread):
    """Asked which rack, its name alone goes on with what was asked before."""
    thread.ask(ask("report", report="free_units"))
    reply = thread.ask(ask("inspect", select("dcim.rack", names=["B01"], where=[leaf("site", "eq", ["Hamburg DC"])])))
    assert reply.intent == "report"
    assert "U are free in rack B01" in head(reply)
    assert thread.session.topic.question is None


def test_another_question_is_not_taken_for_an_answer(thread, truth):
    """Whoever asks something else is answered that."""
    thread.ask(ask("report", report="free_units"))
    reply = thread.ask(ask("count", select("dcim.rack")))
    assert head(reply) == f"{truth.count('dcim/racks')} racks."


def test_what_an_attribute_points_at_can_be_referred_to(thread, truth):
    """The cluster of a machine was told: "that cluster" is it, also after a question about something else."""
    machine = next(each for each in truth.rows("virtualization/virtual-machines") if each["cluster"])
    thread.ask(ask("inspect", select("virtualization.virtualmachine", names=[machine["name"]]), columns=["cluster"]))
    thread.ask(ask("count", select("dcim.site")))
    reply = thread.ask(ask("inspect", refers("earlier", "virtualization.cluster")))
    assert head(reply).startswith(f"Cluster {machine['cluster']['name']}")


def test_what_an_object_lies_in_can_be_referred_to(thread, truth):
    """After a port, "the same box" is its device."""
    port = next(each for each in truth.rows("dcim/interfaces") if each["device"]["name"])
    device = port["device"]["name"]
    where = [leaf("device", "eq", [device])]
    thread.ask(ask("inspect", select("dcim.interface", names=[port["name"]], where=where)))
    reply = thread.ask(ask("inspect", refers("thing", "dcim.device")))
    assert head(reply).startswith(f"Device {device}")


def test_a_row_beyond_the_list_is_told(thread):
    """Only rows that were shown can be meant."""
    thread.ask(ask("find", select("dcim.manufacturer")))
    row = select(refers=Reference(to="row", position=99, ask=None, type=None))
    assert "There are only" in text(thread.ask(ask("inspect", row)))


@pytest.mark.parametrize("label", ["help", "list all sites"])
def test_a_button_that_says_something_says_it(thread, label):
    """Examples are pressed as if they were typed."""
    thread.ask(ask("count", select("dcim.site")))
    assert thread.press(f"say:{label}").intent == "count"


def test_a_nameless_member_of_a_chassis_is_called_as_netbox_shows_it(thread, truth):
    """Only what has no name at all is called by its id."""
    rows = truth.rows("dcim/devices")
    nameless = [each for each in rows if not each["name"]]
    reply = thread.ask(ask("find", select("dcim.device", where=[leaf("name", "empty")])))
    shown = {row[0].text for part in reply.parts if part.kind == "table" for row in part.rows}
    for each in nameless[:10]:
        by_type = each["display"].endswith(f"({each['id']})")
        assert (f"(unnamed, id {each['id']})" if by_type else each["display"]) in shown


def test_to_forget_somebody_removes_what_is_kept_of_them(thread):
    """It is done, and the answer says so."""
    reply = thread.ask(ask("forget"))
    assert thread.shelf.forgotten == ["terminal/local/ann"]
    assert "removed" in text(reply)


def test_what_was_not_read_with_certainty_is_asked_back(thread):
    """An unsure reading is not carried out; the words that say nothing are named."""
    site = ask("inspect", select("dcim.site", names=["Oslo Office"]))
    reply = thread.ask(site, certainty="unsure", unused=("weather",))
    assert reply.receipt.netbox_requests == 0
    assert head(reply).startswith('I did not understand "weather".')


def test_what_was_likely_meant_is_answered_and_what_was_not_used_said(thread, truth):
    """A likely reading of a question is answered, with the words that played no part."""
    reply = thread.ask(ask("count", select("dcim.site")), certainty="likely", unused=("installed",))
    assert head(reply) == f"{truth.count('dcim/sites')} sites."
    assert "Not used: installed." in text(reply)


def test_words_are_not_called_nonsense_while_names_are_read(thread):
    """Until the names are there, it is said beside what was not understood; afterwards not."""
    told = "I am still reading the names in this NetBox"
    assert told in text(thread.ask(ask("unclear"), certainty="unsure", unused=("weather",)))
    with NetBoxInventories(thread.url, thread.token, load()).open(None, "c") as inventory:
        thread.names.completed(scope_of(inventory), 1.0)
    assert told not in text(thread.ask(ask("unclear"), certainty="unsure", unused=("weather",)))


def test_what_no_preview_would_show_is_not_filled_in():
    """A form's values hold no character that hides, reorders or breaks what is previewed: what is written is what was seen."""
    question = Question(intent=Intent(asks=[ask("create", select("tenancy.tenant"))]), about="field:name")
    intent = filled(question, sheet_ref(question), {"name": " Ac\u200bme\u202e\nCorp\x07 "})

    assert [each.text for each in intent.asks[0].values] == ["Acme Corp"]
