"""Journeys through a guild: events in over the gateway, what was posted out; listener, queue, worker, reading and NetBox's double are all there."""

import re
from concurrent.futures import ThreadPoolExecutor

from orchestration.road import run_turn
from tests.discord.rig import labels, rows_of, text_of
from tests.fakes.discord.rest_limits import faults_of_message
from tests.fakes.discord.state import ANN, AWAY, BEN, BOT, GUS, HOME, NET, OPERATORS

# The page that a row of a list links to first.
LINKED = re.compile(r"^- \[\*\*.+?\*\*\]\((\S+?)\)", re.MULTILINE)


def test_question_and_follow_up(guild):
    """A mention is answered once in its thread, not in the channel; there the asker goes on without a mention."""
    said = guild.mention("which sites are there?")
    guild.work()
    (answer,) = guild.world.posted(said["id"])
    assert re.search(r"\d+ sites", text_of(answer))
    guild.say("only the active ones", channel=said["id"])
    guild.work()
    first, second = guild.world.posted(said["id"])
    assert first == answer
    assert re.search(r"\d+ ", text_of(second))
    assert guild.world.posted(NET) == []


def test_show_more_to_the_end(guild):
    """Show more goes through more than 500 rows to the end: none is repeated, none left out, and no press makes more than one message."""
    (message,) = guild.ask("which interfaces are in Newark DC?")
    thread, total = message["channel_id"], int(re.search(r"([\d,]+) interfaces", text_of(message))[1].replace(",", ""))
    assert total > 500
    while any(each.startswith("Show") for each in labels(message)):
        before = len(guild.world.posted(thread))
        guild.press(message, "Show")
        guild.work()
        after = guild.world.posted(thread)
        assert len(after) <= before + 1
        message = after[-1]
    pages = [page for each in guild.world.posted(thread) for page in LINKED.findall(text_of(each))]
    assert len(pages) == len(set(pages)) == total


def test_double_click(guild):
    """Two presses of the same Show more show the next rows once."""
    (message,) = guild.ask("which devices are there?")
    for _ in range(2):
        guild.press(message, "Show")
    guild.work()
    (grown,) = guild.world.posted(message["channel_id"])
    assert len(rows_of(grown)) == len(set(rows_of(grown))) == 20


def test_a_name_that_means_several(guild):
    """Where a name means several things the bot asks which, and a press answers."""
    (question,) = guild.ask("show me rack A01")
    choices = labels(question)
    assert len(choices) > 1
    guild.press(question, choices[0])
    guild.work()
    _, answer = guild.world.posted(question["channel_id"])
    assert choices[0] in text_of(answer)


def test_create_and_confirm(guild):
    """A create is previewed with its buttons; the same message then says who, and has no Confirm left; pressed again it makes no second."""
    (preview,) = guild.ask('create VLAN 3111 "Discord journey" in Hamburg DC')
    assert labels(preview)[0].startswith("Create VLAN 3111")
    for _ in range(2):
        guild.press(preview, "Create VLAN 3111")
    guild.work()
    done, again = guild.world.posted(preview["channel_id"])
    assert "by Ann" in text_of(done)
    assert not any(each.startswith("Create") for each in [*labels(done), *labels(again)])
    (answer,) = guild.ask("how many VLANs are called Discord journey?")
    assert text_of(answer).startswith("\n1 ")


def test_who_lost_their_role_confirms_nothing(guild):
    """In a direct message, which tells no roles, whoever confirms is looked up at that moment: a role lost since then is lost."""
    direct, held = guild.world.direct(ANN).id, guild.world.guilds[HOME].members[ANN]
    guild.say('create VLAN 3212 "Lost role" in Hamburg DC', channel=direct)
    guild.work()
    preview, roles = guild.world.posted(direct)[-1], held["roles"]
    held["roles"] = []
    guild.press(preview, "Create VLAN 3212")
    guild.work()
    held["roles"] = roles
    assert "cannot confirm" in text_of(guild.world.posted(direct)[-1])
    (none,) = guild.ask("how many VLANs are called Lost role?")
    assert "0 VLANs" in text_of(none) or "No VLANs" in text_of(none)


def test_confirmed_by_somebody_who_may_not(guild):
    """Whoever the policy does not name confirms nothing."""
    (preview,) = guild.ask('create VLAN 3112 "Not by Gus" in Hamburg DC', person=BEN)
    guild.world.guilds[guild.home].members[GUS] = {"roles": []}
    guild.press(preview, "Create VLAN 3112", person=GUS)
    guild.work()
    (none,) = guild.ask("how many VLANs are called Not by Gus?")
    assert "1 " not in text_of(none).splitlines()[1][:3]


def test_second_person(guild):
    """What needs a second person is not written when the asker presses, and is when another does."""
    (preview,) = guild.ask("create site Discordville")
    # Who may confirm is rung by the bot itself, once; nothing else ever rings.
    assert (preview["mention_roles"], preview["mentions"], preview["mention_everyone"]) == ([OPERATORS], [], False)
    guild.press(preview, "Create")
    guild.work()
    (none,) = guild.ask("how many sites are called Discordville?")
    assert not text_of(none).startswith("\n1 ")
    waiting = [
        each for each in guild.world.posted(preview["channel_id"]) if any(b.startswith("Create") for b in labels(each))
    ]
    guild.press(waiting[-1], "Create", person=BEN)
    guild.work()
    (one,) = guild.ask("how many sites are called Discordville?")
    assert text_of(one).startswith("\n1 ")


def test_a_guild_that_is_not_listed(guild):
    """In a guild that the policy does not list nothing is answered, looked up or remembered."""
    before = len(guild.discord.rest.log)
    guild.mention("which sites are there?", channel=AWAY, person=GUS)
    guild.command("ask", {"question": "which sites are there?"}, channel=AWAY, person=GUS)
    guild.work()
    assert guild.world.posted(AWAY) == []
    assert len(guild.discord.rest.log) == before


def test_an_archived_thread_goes_on(guild):
    """A thread that Discord has put away is gone on with."""
    (answer,) = guild.ask("which sites are there?")
    thread = guild.world.channels[answer["channel_id"]]
    guild.mention("only the active ones", channel=thread.id)
    thread.archived = True
    guild.work()
    assert len(guild.world.posted(thread.id)) == 2


def test_many_at_once(guild):
    """Fifty people in twenty threads are answered at once, each what they asked, where they asked it."""
    people = [str(810000000000000000 + at) for at in range(50)]
    sites = ["Hamburg DC", "Newark DC"]
    for number, each in enumerate(people):
        guild.world.users[each] = {**guild.world.users[ANN], "id": each, "username": f"p{number}"}
        guild.world.guilds[guild.home].members[each] = {"roles": []}
    threads = [guild.world.open_thread(NET, f"talk {at}", owner=ANN).id for at in range(20)]
    for number, each in enumerate(people):
        question = f"<@{BOT}> show me site {sites[number % 2]}"
        guild.world.said(each, question, channel=threads[number % 20], mentions=[BOT])
    guild.settle()
    with ThreadPoolExecutor(4) as workers:
        for each in [workers.submit(lambda: any(iter(lambda: run_turn(guild.road), False))) for _ in range(4)]:
            each.result(60)
    guild.work()
    for at, thread in enumerate(threads):
        asked = [number for number in range(50) if number % 20 == at]
        told = [text_of(each) for each in guild.world.posted(thread)]
        assert len(told) == len(asked)
        for number, text in zip(asked, told, strict=True):
            assert sites[number % 2] in text
            assert sites[1 - number % 2] not in text


def test_every_message_is_within_the_limits(guild):
    """What real answers look like in Discord is what Discord takes."""
    for question in ("devices per role", "what can you do?", "show me everything about the universe"):
        for each in guild.ask(question):
            assert faults_of_message(each) == []
