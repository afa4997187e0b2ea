"""Asking in a workspace: raw payloads in, what was posted out; listener, queue, worker, reading and NetBox's double are all there."""

import re

from tests.fakes.slack import payloads as raw
from tests.fakes.slack.limits import faults_of_message
from tests.fakes.slack.payloads import ANN, BEN, TEAM
from tests.slack.rig import labels, rows_of


def test_question_and_follow_up(rig):
    """A mention is answered once in its thread; there the asker goes on without a mention."""
    (answer,) = rig.ask("which sites are there?")
    assert re.match(r"\d+ sites", answer["text"])
    thread = answer["thread_ts"]
    rig.say("only the active ones", thread=thread)
    rig.work()
    first, second = rig.answers(thread)
    assert first == answer
    assert re.match(r"\d+ ", second["text"])
    assert rig.home.posted("C0NET") == [first, second]


def test_every_message_is_within_the_limits(rig):
    """What real answers look like in Slack is what Slack takes."""
    for question in (
        "which devices are active?",
        "devices per role",
        "what can you do?",
        "show me everything about the universe",
    ):
        rig.ask(question)
    posted = rig.home.posted()
    assert len(posted) == 4
    assert [faults_of_message(each) for each in posted] == [[] for _ in posted]


def test_show_more_to_the_end(rig):
    """Show more goes through more than 500 rows to the end: none is repeated, none left out, and no request makes more than one message."""
    (message,) = rig.ask("which interfaces are in Newark DC?")
    total = int(re.match(r"(\d+)", message["text"])[1])
    assert total > 500
    thread = message["thread_ts"]
    while any(each.startswith("Show") for each in labels(message)):
        before = len(rig.answers(thread))
        rig.press(message, "Show")
        rig.work()
        assert len(rig.answers(thread)) <= before + 1
        message = rig.answers(thread)[-1]
    pages = {row for each in rig.answers(thread) for row in _linked(each)}
    assert (len(pages), sum(map(_shown, rig.answers(thread)))) == (total, total)


def _linked(message):
    """The pages in NetBox that the rows of a message link to first."""
    for block in message["blocks"]:
        if block["type"] == "table":
            yield from (row[0]["elements"][0]["elements"][0]["url"] for row in block["rows"][1:])
        elif block["type"] == "rich_text":
            lists = [each for each in block["elements"] if each["type"] == "rich_text_list"]
            yield from (row["elements"][0]["url"] for each in lists for row in each["elements"])


def _shown(message):
    tables = sum(len(block["rows"]) - 1 for block in message["blocks"] if block["type"] == "table")
    lists = [each for block in message["blocks"] if block["type"] == "rich_text" for each in block["elements"]]
    return tables + sum(len(each["elements"]) for each in lists if each["type"] == "rich_text_list")


def test_double_click(rig):
    """Two presses of the same Show more show the next rows once."""
    (message,) = rig.ask("which devices are there?")
    for at in ("1800000005.000001", "1800000005.000002"):
        rig.press(message, "Show", at=at)
    rig.work()
    (grown,) = rig.answers(message["thread_ts"])
    rows = rows_of(grown)
    assert len(rows) == len(set(rows)) == 20


def test_a_press_that_is_delivered_again(rig):
    """The same press over two sockets is one."""
    (message,) = rig.ask("which devices are there?")
    for _ in range(2):
        rig.press(message, "Show", at="1800000005.000001")
    rig.work()
    (grown,) = rig.answers(message["thread_ts"])
    assert len(rows_of(grown)) == 20


def test_a_name_that_means_several(rig):
    """Where a name means several things the bot asks which, and a press answers."""
    (question,) = rig.ask("show me rack A01")
    choices = labels(question)
    assert len(choices) > 1
    rig.press(question, choices[0])
    rig.work()
    answers = rig.answers(question["thread_ts"])
    assert len(answers) == 2
    assert choices[0] in answers[1]["text"]


def test_a_press_that_names_no_thread(rig):
    """A press whose payload does not say which thread its message is in goes on with the thread it belongs to."""
    (message,) = rig.ask("which devices are there?")
    rig.press({name: value for name, value in message.items() if name != "thread_ts"}, "Show")
    rig.work()
    (grown,) = rig.answers(message["thread_ts"])
    assert len(rows_of(grown)) == 20


def test_somebody_else_presses(rig):
    """Whoever is answered in the place may press Show more in another's thread."""
    (message,) = rig.ask("which devices are there?")
    rig.press(message, "Show", user=BEN)
    rig.work()
    assert len(rig.answers(message["thread_ts"])) >= 1


def test_calls_of_a_question(rig):
    """A question takes three calls of Slack's Web API: status, answer, status; the person is looked up once in a while."""
    rig.ask("which sites are there?")
    rig.settle()
    rig.slack.calls.clear()
    rig.ask("which sites are there?")
    rig.settle()
    assert dict(rig.slack.calls) == {"agents.sessions.setStatus": 2, "chat.postMessage": 1}


def test_thumbs(rig):
    """Thumbs are kept with the turn and answered by nothing."""
    (answer,) = rig.ask("which sites are there?")
    (thumbs,) = [each for each in answer["blocks"] if each["type"] == "context_actions"]
    element = thumbs["elements"][0]
    action = {"type": "feedback_buttons", "action_id": element["action_id"], "block_id": thumbs["block_id"]}
    pressed = {**action, "value": element["negative_button"]["value"]}
    rig.deliver("interactive", raw.press(pressed, message=answer))
    rig.work()
    (turn,) = rig.road.sessions.recent(f"slack/{TEAM}/{ANN}")
    assert turn.feedback == "down"
    assert rig.answers(answer["thread_ts"]) == [answer]


def test_a_token_that_is_typed(rig):
    """A NetBox token typed into a thread is kept nowhere, and the person is told to revoke it."""
    (answer,) = rig.ask("use 0123456789abcdef0123456789abcdef01234567 please")
    assert "revoke it" in answer["text"]
    assert "0123456789abcdef" not in str(rig.home.posted())
