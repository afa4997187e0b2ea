"""The other ways in: commands, the message shortcut, the home tab and suggested prompts."""

from pydantic import SecretStr

from adapters.redis.names import RedisNames
from bot import slack_app
from bot.bootstrap import open_inventories
from bot.settings import read_settings
from orchestration.language.reading import NameHit
from orchestration.ports import Query, scope_of
from tests.fakes.at_work import wait_for
from tests.fakes.slack import payloads as raw
from tests.fakes.slack.limits import faults_of_message
from tests.fakes.slack.payloads import ANN, TEAM
from tests.slack.rig import rows_of


def test_command(rig):
    """A slash command's question is posted as a quotation, the answer in the thread under it."""
    answer = rig.deliver("slash_commands", raw.command("which sites are there?", trigger=rig.home.trigger()))
    assert not answer
    rig.work()
    quote, reply = rig.home.posted()
    assert quote["text"] == "Ann asks: which sites are there?"
    assert reply["thread_ts"] == quote["ts"]
    rig.say("how many are active?", thread=quote["ts"])
    rig.work()
    assert len(rig.answers(quote["ts"])) == 2


def test_command_that_is_delivered_again(rig):
    """A command that comes twice is quoted and answered once."""
    for _ in range(2):
        rig.deliver("slash_commands", raw.command("which sites are there?", trigger="77.1"))
    rig.work()
    assert len(rig.home.posted()) == 2


def test_command_where_the_bot_is_no_member(rig):
    """Where the bot is no member it says so privately, and how to invite it."""
    told = rig.deliver("slash_commands", raw.command("sites", channel="C0FAR"))
    assert told["response_type"] == "ephemeral"
    assert "/invite" in told["text"]


def test_help(rig):
    """Help is private, and its examples have names that are there."""
    rig.ask("which sites are there?")
    told = rig.deliver("slash_commands", raw.command("help"))
    assert told["response_type"] == "ephemeral"
    assert faults_of_message(told) == []
    assert "Which devices are in" in str(told["blocks"])


def test_shortcut(rig):
    """The message shortcut answers in the thread of the message it was used on."""
    (answer,) = rig.ask("which devices are there?")
    device = rows_of(answer)[0]
    for said, told in (
        (f"{device} is down: ICMP lost", f"Device {device}"),
        (f"PROBLEM: nobody reaches {device}", f"Device {device}"),
        ("which sites are planned?", "1 site"),
    ):
        written = rig.home.said("U0ALERTS", said, bot_id="B9")
        rig.deliver("interactive", raw.message_shortcut(written, trigger=rig.home.trigger(), at=written["ts"]))
        rig.work()
        (about,) = rig.answers(written["ts"])
        assert about["text"].startswith(told)


def test_home(rig):
    """The home tab shows what can be done, what waits, what was asked and the linked account; an example that is pressed is asked."""
    (waiting,) = rig.ask('create VLAN 3112 "Waiting" in Hamburg DC')
    (answer,) = rig.ask("which devices are there?")
    rig.press(answer, "Show")
    rig.work()
    rig.ask("which sites are there?")
    rig.event(raw.home_opened())
    view = wait_for(lambda: rig.home.homes.get(ANN))
    shown = str(view["blocks"])
    assert "VLAN" in shown
    assert "which sites are there?" in shown
    assert "more:" not in shown
    assert f"https://home.slack.example/archives/C0NET/p{waiting['thread_ts'].replace('.', '')}" in shown
    examples = next(block for block in view["blocks"] if block["type"] == "actions")["elements"]
    pressed = {**examples[0], "block_id": "x"}
    payload = raw.press(pressed, message={"ts": "1"}, trigger=rig.home.trigger())
    del payload["message"], payload["channel"]
    payload["container"] = {"type": "view", "view_id": "V1"}
    rig.deliver("interactive", payload)
    rig.work()
    assert len(rig.home.posted("D0ANN")) == 2


def test_prompts(rig):
    """Whoever opens the messages tab is offered questions with names that are there."""
    rig.ask("which sites are there?")
    rig.event(raw.home_opened(tab="messages"))
    prompts = wait_for(lambda: rig.home.prompts.get("D0ANN"))
    assert prompts[0]["message"].startswith("Which devices are in")


def test_examples_are_of_names_that_may_be_seen_now(rig, standin, redis_client, monkeypatch):
    """Help and home show no name that the person's own token no longer sees, whatever the index of names has kept of it."""
    # A busy machine is no NetBox that is away.
    monkeypatch.setattr(slack_app, "EXEMPLIFYING", 30.0)
    rig.rooms.forms.link(rig.rooms.listener.people.author(TEAM, ANN), SecretStr(standin.token_reader))
    with open_inventories(read_settings()).open(standin.token_reader, "names") as inventory:
        scope = scope_of(inventory)
        seen = inventory.list(Query(type="dcim.site", fields=("id", "name"), limit=1)).rows[0]
    index = RedisNames(redis_client)

    def examples(id_, name):
        hit = NameHit(type="dcim.site", id=id_, name=name)
        index.replace(scope, "dcim.site", [(name.lower(), hit)])
        told = rig.deliver("slash_commands", raw.command("help"))
        rig.home.homes.clear()
        rig.event(raw.home_opened())
        view = wait_for(lambda: rig.home.homes.get(ANN))
        return [f"Which devices are in {name}?" in str(each["blocks"]) for each in (told, view)]

    assert examples(99_999, "Atlantis DC") == [False, False]
    assert examples(seen["id"], seen["name"]) == [True, True]
