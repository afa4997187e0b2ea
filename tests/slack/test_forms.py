"""Forms: opened by a press, checked field by field, sent down the road; a NetBox token goes into none of it."""

import json

import pytest

from adapters.redis.connect import connect
from orchestration.messages import Blank, Button, Form, Reply, Sheet, prose
from orchestration.outcome import Outcome
from tests.fakes.at_work import wait_for
from tests.fakes.slack import payloads as raw
from tests.fakes.slack.payloads import ANN, GUEST, TEAM
from tests.slack.rig import labels, rigged

SHEET = Sheet(
    ref="change:fill:p-1",
    opener="Fill in VLAN",
    title="Create VLAN",
    submit="Preview",
    blanks=(
        Blank(name="vid", label="VLAN ID", kind="number"),
        Blank(name="status", label="Status", kind="choice", choices=(("active", "Active"), ("planned", "Planned"))),
        Blank(name="description", label="Description", required=False, longest=10),
    ),
)
FORGOTTEN = "nbt_forgotten000.secret00000000000000000000000000000000000"


def thinker(session, incoming, turn, inventory, progress):
    """Ask for what is missing by a form; say what was filled in; NetBox's complaint comes back with what was typed."""
    if not isinstance(incoming, Form):
        reply = Reply(turn=turn, kind="question", intent="create", parts=(prose("Which VLAN ID?"),), sheet=SHEET)
        return Outcome(session, (reply,))
    if incoming.values["vid"] == "4095":
        vid, *others = SHEET.blanks
        again = vid.model_copy(update={"value": "4095", "error": "At most 4094."})
        sheet = SHEET.model_copy(update={"blanks": (again, *others), "opener": "Fill in again"})
        return Outcome(
            session, (Reply(turn=turn, kind="question", intent="create", parts=(prose("At most 4094."),), sheet=sheet),)
        )
    said = f"{incoming.ref} {json.dumps(incoming.values)}"
    buttons = (Button(label="Create VLAN", ref="change:c", style="primary"),)
    return Outcome(session, (Reply(turn=turn, kind="preview", intent="create", parts=(prose(said),), buttons=buttons),))


@pytest.fixture
def forms(slack, settings):
    with rigged(slack, thinker=thinker) as running:
        yield running


def state(vid, status="active", description=None):
    """The state of the modal's inputs, as Slack sends it."""
    option = {"text": {"type": "plain_text", "text": status.title()}, "value": status}
    return {
        "vid": {"value": {"type": "plain_text_input", "value": vid}},
        "status": {"value": {"type": "static_select", "selected_option": option}},
        "description": {"value": {"type": "plain_text_input", "value": description}},
    }


def opened(rig, question, label="Fill in"):
    """Press the opener; returns the view that opened."""
    rig.press(question, label)
    return list(rig.home.views.values())[-1]


def filled_in(rig, question, label, typed):
    """Open the form of a question and send it; returns what was posted last in its thread."""
    view = opened(rig, question, label)
    kinds = {each["block_id"]: each["element"]["type"] for each in view["blocks"] if each["type"] == "input"}
    assert list(kinds) == list(typed)
    values = {
        name: {"value": {"type": "static_select", "selected_option": {"value": text}}}
        if kinds[name] == "static_select"
        else {"value": {"type": kinds[name], "value": text}}
        for name, text in typed.items()
    }
    assert not rig.deliver("interactive", raw.submission(view, values, view_id=view["id"]))
    rig.work()
    return rig.answers(question["thread_ts"])[-1]


def test_a_create_with_what_is_missing_in_a_form(rig):
    """A create that lacks a value is asked for it in words and in a form; what is filled in is previewed, and written when it is confirmed."""
    (question,) = rig.ask('create VLAN "Form journey" in Hamburg DC')
    assert question["text"].startswith("Which VLAN ID")
    preview = filled_in(rig, question, "Fill in VLAN ID", {"vid": "3113"})
    rig.press(preview, "Create VLAN 3113")
    rig.work()
    (count,) = rig.ask("how many VLANs are called Form journey?")
    assert count["text"].startswith("1 ")


def test_several_missing_values_in_a_form(rig):
    """All that a new object lacks is in one form, with what NetBox has to choose from where that is not much."""
    (question,) = rig.ask("create device formed-sw1 in Hamburg DC")
    view = opened(rig, question, "Fill in 2 values")
    assert [each["block_id"] for each in view["blocks"]] == ["device_type", "role"]
    preview = filled_in(rig, question, "Fill in 2 values", {"device_type": "MX204", "role": "Core Router"})
    assert labels(preview)[0].startswith("Create device formed-sw1")


def test_what_netbox_does_not_take_in_a_form(rig):
    """A value that NetBox would not take opens again with what was typed and the reason; mended it is previewed."""
    (question,) = rig.ask('create VLAN "Form trouble" in Hamburg DC')
    again = filled_in(rig, question, "Fill in VLAN ID", {"vid": "5000"})
    view = opened(rig, again, "Fill in VLAN ID")
    reason, field = view["blocks"]
    assert "4094" in str(reason)
    assert field["element"]["initial_value"] == "5000"


def test_a_form_whose_question_is_over(rig):
    """A form that is sent when something else was asked since changes nothing."""
    (question,) = rig.ask('create VLAN "Too late" in Hamburg DC')
    rig.ask("which sites are there?", thread=question["thread_ts"])
    told = filled_in(rig, question, "Fill in VLAN ID", {"vid": "3114"})
    assert "over" in told["text"]


def test_a_missing_value_in_a_form(forms):
    """A press opens the form, what is sent goes down the road, and the answer is in the thread."""
    (question,) = forms.ask("create a VLAN")
    view = opened(forms, question)
    assert [each["type"] for each in view["blocks"]] == ["input", "input", "input"]
    assert not forms.deliver("interactive", raw.submission(view, state("110", "planned"), view_id=view["id"]))
    forms.work()
    preview = forms.answers(question["thread_ts"])[-1]
    assert '"vid": "110"' in preview["text"]
    assert '"status": "planned"' in preview["text"]
    assert labels(preview) == ["Create VLAN"]


def test_errors_on_the_fields(forms):
    """What can be told without NetBox is told on the field, all at once, and the form stays open."""
    (question,) = forms.ask("create a VLAN")
    view = opened(forms, question)
    answer = forms.deliver("interactive", raw.submission(view, state("many", "active", "x" * 11), view_id=view["id"]))
    assert answer["response_action"] == "errors"
    assert answer["errors"] == {"vid": "Write a number.", "description": "At most 10 characters; these are 11."}
    forms.work()
    assert len(forms.answers(question["thread_ts"])) == 1


def test_what_netbox_would_not_take(forms):
    """What only NetBox tells comes back as a form with what was typed and the reason above the field."""
    (question,) = forms.ask("create a VLAN")
    view = opened(forms, question)
    forms.deliver("interactive", raw.submission(view, state("4095"), view_id=view["id"]))
    forms.work()
    view = opened(forms, forms.answers(question["thread_ts"])[-1], "Fill in again")
    reason, vid, *_ = view["blocks"]
    assert "At most 4094." in str(reason)
    assert vid["element"]["initial_value"] == "4095"


def test_a_form_sent_twice(forms):
    """The same sending of a form, delivered again, is one turn."""
    (question,) = forms.ask("create a VLAN")
    view = opened(forms, question)
    for _ in range(2):
        forms.deliver("interactive", raw.submission(view, state("110"), view_id=view["id"]))
    forms.work()
    assert len(forms.answers(question["thread_ts"])) == 2


def test_a_guest_sends_a_form(forms):
    """What a guest sends is refused on the form."""
    (question,) = forms.ask("create a VLAN")
    view = opened(forms, question)
    answer = forms.deliver("interactive", raw.submission(view, state("110"), view_id=view["id"], user=GUEST))
    assert answer["response_action"] == "errors"


def test_a_press_that_came_too_late(forms):
    """Where Slack no longer opens the form, the person is told what to do."""
    (question,) = forms.ask("create a VLAN")
    forms.home.trigger_life = -1.0
    forms.press(question, "Fill in")
    assert "Press again" in forms.home.ephemerals[-1]["text"]


def linking(rig, token, user=ANN):
    """Link a token by the slash command and its modal; returns what the modal is told."""
    rig.deliver("slash_commands", {**raw.command("link", user=user), "trigger_id": rig.home.trigger()})
    view = list(rig.home.views.values())[-1]
    typed = {"netbox_token": {"value": {"type": "plain_text_input", "value": token}}}
    return rig.deliver("interactive", raw.submission(view, typed, view_id=view["id"], user=user))


def test_linking_an_account(rig, standin, redis_url, caplog):
    """A person's own token is checked and kept encrypted; it is in no job, message or log; what is read with it goes to them alone."""
    caplog.set_level("DEBUG")
    answer = linking(rig, standin.token_reader)
    assert answer["response_action"] == "update"
    assert "linked" in str(answer["view"]["blocks"])
    secret = standin.token_reader.partition(".")[2]
    with connect(redis_url) as client:
        kept = [client.dump(key) for key in client.keys("*")]
    assert not any(secret.encode() in each for each in kept if each)
    assert secret not in caplog.text
    assert secret not in str(rig.home.channels)
    view = wait_for(lambda: rig.home.homes.get(ANN))
    assert "Unlink NetBox account" in str(view["blocks"])


def test_a_wrong_token(rig):
    """A token that NetBox does not take is told on its field."""
    answer = linking(rig, FORGOTTEN)
    assert answer["response_action"] == "errors"
    assert list(answer["errors"]) == ["netbox_token"]


def test_guests_link_nothing(rig, standin):
    """A guest's token is not kept."""
    answer = linking(rig, standin.token_reader, user=GUEST)
    assert "Only members" in str(answer)


def test_unlinking(rig, standin):
    """Unlinking removes the token."""
    linking(rig, standin.token_reader)
    told = rig.deliver("slash_commands", raw.command("unlink"))
    assert told["text"] == "Your NetBox token is removed."
    told = rig.deliver("slash_commands", raw.command("unlink"))
    assert told["text"] == "No token was linked."


def test_a_netbox_that_takes_its_time(rig, standin, monkeypatch):
    """Where NetBox does not answer while Slack waits, the modal says so and the outcome comes by direct message."""
    monkeypatch.setattr("adapters.slack.forms.LONGEST_CHECK", 0.0)
    answer = linking(rig, standin.token_reader)
    assert "takes its time" in str(answer)
    told = wait_for(lambda: rig.home.posted("D0ANN"))
    assert "is linked" in told[0]["text"]
    assert rig.road.door.vault.find(f"slack/{TEAM}/{ANN}") is not None
