"""Changes in a workspace: previewed, confirmed by whoever may, and what only one person may see."""

from pydantic import SecretStr

from tests.fakes.slack.payloads import ANN, BEN, TEAM
from tests.fakes.slack.state import person
from tests.slack.rig import labels, rows_of


def test_create_and_confirm(rig, standin):
    """A create is previewed with its buttons; whoever may presses; the same message says who and has no Confirm left."""
    (preview,) = rig.ask('create VLAN 3111 "Slack journey" in Hamburg DC')
    assert labels(preview)[0].startswith("Create VLAN 3111")
    rig.press(preview, "Create VLAN 3111")
    rig.work()
    (done,) = rig.answers(preview["thread_ts"])
    assert not any(each.startswith("Create") for each in labels(done))
    assert "Ann" in done["text"]
    rig.press(preview, "Create VLAN 3111")
    rig.work()
    (answer,) = rig.ask("how many VLANs are called Slack journey?")
    assert answer["text"].startswith("1 ")


def test_confirmed_by_somebody_else(rig):
    """What is asked for by somebody who may not confirm is confirmed by another who may, and the message says who did; not by whoever asked."""
    rig.home.users["U0CAT"] = person("U0CAT", "cat")
    rig.home.channels["C0NET"].members.add("U0CAT")
    (preview,) = rig.ask('create VLAN 3133 "Another confirms" in Hamburg DC', user="U0CAT")
    rig.press(preview, "Create VLAN 3133", user="U0CAT")
    rig.work()
    assert "cannot confirm" in rig.home.posted("D0CAT")[-1]["text"]
    rig.press(preview, "Create VLAN 3133", user=BEN)
    rig.work()
    (done,) = rig.answers(preview["thread_ts"])
    assert "Ben" in done["text"]
    assert not any(each.startswith("Create") for each in labels(done))
    (one,) = rig.ask("how many VLANs are called Another confirms?")
    assert one["text"].startswith("1 ")


def test_somebody_else_decides_nothing(rig):
    """Whoever asked and may confirm decides alone: another's press writes nothing."""
    (preview,) = rig.ask('create VLAN 3134 "Untouched" in Hamburg DC')
    rig.press(preview, "Create VLAN 3134", user=BEN)
    rig.work()
    assert "only Ann can confirm" in rig.home.posted("D0BEN")[-1]["text"]
    (none,) = rig.ask("how many VLANs are called Untouched?")
    assert none["text"].startswith(("0", "No"))


def test_who_became_a_guest_confirms_nothing(rig):
    """Whoever confirms is looked up at that moment: a guest since a minute ago is none whom the bot remembers as a member."""
    (preview,) = rig.ask('create VLAN 3135 "Guests" in Hamburg DC')
    rig.home.users[ANN]["is_restricted"] = True
    rig.press(preview, "Create VLAN 3135")
    rig.work()
    (same,) = rig.answers(preview["thread_ts"])
    assert labels(same)[0] == "Create VLAN 3135"
    rig.home.users[ANN]["is_restricted"] = False
    rig.press(preview, "Create VLAN 3135")
    rig.work()
    (done,) = rig.answers(preview["thread_ts"])
    assert not any(each.startswith("Create") for each in labels(done))


def test_who_left_a_group_is_known_at_once(rig):
    """A user group that somebody left a moment ago is none of theirs when they press."""
    people = rig.rooms.listener.people
    rig.home.groups.append({"id": "S0OPS", "users": [ANN]})
    before = people.author(TEAM, ANN, anew=True).groups
    rig.home.groups[-1]["users"].remove(ANN)

    assert "S0OPS" in before
    assert "S0OPS" not in people.author(TEAM, ANN, anew=True).groups


def test_second_person(rig):
    """What needs a second person is not written when the asker presses, and is when another does."""
    (preview,) = rig.ask("create site Slackville")
    rig.press(preview, "Create")
    rig.work()
    (none,) = rig.ask("how many sites are called Slackville?")
    assert none["text"].startswith(("0", "No"))
    current = next(
        each for each in rig.answers(preview["thread_ts"]) if any(b.startswith("Create") for b in labels(each))
    )
    rig.press(current, "Create", user=BEN)
    rig.work()
    (one,) = rig.ask("how many sites are called Slackville?")
    assert one["text"].startswith("1 ")


def test_what_only_the_asker_may_see(rig, standin):
    """Who has linked a token of their own gets what is read with it in a direct message, grows it there, and nothing of it is in the channel."""
    rig.rooms.forms.link(rig.rooms.listener.people.author(TEAM, ANN), SecretStr(standin.token_admin))
    written = rig.mention("which devices are there?")
    rig.work()
    assert rig.answers(written["ts"]) == []
    (note,) = rig.home.ephemerals
    assert (note["user"], note["thread_ts"]) == (ANN, written["ts"])
    (answer,) = rig.home.posted("D0ANN")
    assert len(rows_of(answer)) == 10
    rig.press(answer, "Show", channel="D0ANN")
    rig.work()
    (grown,) = rig.home.posted("D0ANN")
    assert len(rows_of(grown)) == 20
    assert rig.home.posted() == []
