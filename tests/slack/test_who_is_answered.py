"""Who is answered in a workspace, and who is not."""

from tests.fakes.slack import payloads as raw
from tests.fakes.slack.payloads import ANN, BEN, BOT, GUEST, STRANGER, TEAM
from tests.slack.rig import rows_of


def test_guests_and_strangers(rig):
    """Guests and people of other organisations are not answered, whether they ask or press, and nothing is posted about it."""
    rig.mention("which sites are there?", user=GUEST)
    rig.mention("which sites are there?", user=STRANGER, home="T0OTHER")
    rig.mention("which sites are there?", user="U0NOBODY", home="T0OTHER")
    (message,) = rig.ask("which devices are there?")
    rig.press(message, "Show", user=GUEST)
    rig.press(message, "Show", user=STRANGER, home="T0OTHER")
    rig.work()
    assert rig.home.posted() == [message]
    assert len(rows_of(message)) == 10


def test_a_place_that_is_not_listed(rig, tmp_path):
    """Where the policy lists no place nobody is answered."""
    written = rig.home.said(ANN, f"<@{BOT}> sites")
    rig.event(raw.mention("sites", ts=written["ts"], team="T0ELSE", home=TEAM))
    rig.work()
    assert rig.home.posted() == []


def test_people_that_are_not_shown(rig):
    """Where Slack offers no look-up of people the payload's word is taken: whoever is of another organisation is not answered."""
    rig.slack.unknown |= {"users.info", "usergroups.list"}
    rig.mention("which sites are there?", user=BEN, home="T0OTHER")
    (answer,) = rig.ask("which sites are there?")
    assert rig.home.posted() == [answer]


def bare(payload):
    """A payload without all that another server than Slack may leave out: workspace, ids of events, authorizations, kinds of channels."""
    kept = {
        name: value
        for name, value in payload.items()
        if name in {"type", "event", "user", "channel", "message", "actions"}
    }
    if "event" in kept:
        kept["event"] = {
            name: value
            for name, value in kept["event"].items()
            if name in {"type", "user", "ts", "text", "channel", "thread_ts"}
        }
    if isinstance(kept.get("user"), dict):
        kept["user"] = {"id": kept["user"]["id"]}
    return kept


def test_payloads_that_tell_little(rig):
    """A server that tells no more than who said or pressed what, and where, is answered all the same."""
    written = rig.home.said(ANN, f"<@{BOT}> which devices are there?")
    rig.event(bare(raw.message(written["text"], ts=written["ts"])))
    rig.work()
    (answer,) = rig.answers(written["ts"])
    element = next(each for each in answer["blocks"] if each["type"] == "actions")
    press = raw.press({**element["elements"][0], "block_id": element["block_id"]}, message=answer)
    rig.deliver("interactive", {**bare(press), "trigger_id": rig.home.trigger()})
    rig.work()
    (grown,) = rig.answers(written["ts"])
    assert len(rows_of(grown)) == 20


def test_events_that_nobody_asked_for(rig, caplog):
    """An event of a kind that the manifest does not name is acknowledged, changes nothing, and nothing of it is logged."""
    rig.event(raw.event({"type": "file_shared", "file": {"title": "a secret plan"}}))
    rig.work()
    assert rig.home.posted() == []
    assert "secret plan" not in caplog.text


def test_bots_start_nothing(rig):
    """Bots and webhooks start nothing, not even two that mention each other."""
    for more in ({"bot_id": "B7"}, {"subtype": "bot_message", "bot_id": "B8"}):
        written = rig.home.said("U0OTHERBOT", f"<@{BOT}> sites", **more)
        rig.event(raw.message(written["text"], ts=written["ts"], user="U0OTHERBOT", **more))
    rig.work()
    assert rig.home.posted() == []
