import io

import pytest
from rich.console import Console

from adapters.terminal.asking import Asking
from adapters.terminal.chat import Chat
from adapters.terminal.editing import DiscreetHistory
from adapters.terminal.files import save_files
from adapters.terminal.listener import person
from orchestration.messages import Button, Click, Column, Picture, Reply, Run, Table, prose
from tests.fakes.wire import FakeBot, FakeWire


def table(*names):
    return Table(columns=(Column(title="Name"),), rows=tuple((Run(text=each),) for each in names))


def think(incoming, turn):
    if isinstance(incoming, Click):
        return [
            Reply(turn=turn, kind="answer", intent="more", parts=(prose("3 sites."), table("a", "b", "c")), amends="t1")
        ]
    if incoming.text == "sites":
        return [
            Reply(
                turn=turn,
                kind="answer",
                intent="find",
                parts=(prose("3 sites."), table("a", "b")),
                buttons=(Button(label="Show 1 more", ref="more:1"),),
            )
        ]
    return [Reply(turn=turn, kind="answer", intent="help", parts=(prose(f"heard {incoming.text}"),))]


@pytest.fixture
def talk(tmp_path):
    """Types lines into a chat and returns what was printed and what the bot was given."""

    def typing(*typed, think=think):
        wire = FakeWire()
        bot = FakeBot(wire, think)
        console = Console(file=io.StringIO(), width=80)
        lines = iter(typed)

        def read():
            try:
                line = next(lines)
            except StopIteration:
                raise EOFError from None
            if isinstance(line, BaseException):
                raise line
            return line

        Chat(Asking(bot.accept, wire, person("o"), 10), console, "s1", tmp_path).run(read)
        return console.file.getvalue(), bot.accepted

    return typing


def test_number_presses_a_button(talk):
    """Typing a number presses that choice; the message grows by its new rows and is not printed again."""
    text, heard = talk("sites", "1")
    assert isinstance(heard[1], Click)
    assert heard[1].ref == "more:1"
    assert "[1] Show 1 more" in text
    assert [line.strip() for line in text.splitlines() if line.strip()] == [
        "3 sites.",
        "Name",
        "a",
        "b",
        "[1] Show 1 more",
        "c",
    ]


def test_number_without_choice_is_said(talk):
    """A number that is no choice is said like any other words."""
    _, heard = talk("sites", "2", "1")
    assert [getattr(each, "text", "pressed") for each in heard] == ["sites", "2", "1"]


@pytest.mark.parametrize("leaving", ["exit", "quit", "QUIT"])
def test_leaving(talk, leaving):
    """The words people leave with leave."""
    _, heard = talk(leaving, "sites")
    assert heard == []


def test_ctrl_c_at_the_prompt(talk):
    """Ctrl-C at the prompt ends nothing and tells what does; blank lines are not sent."""
    text, heard = talk(KeyboardInterrupt(), "  ", "sites")
    assert "Ctrl-D leaves." in text
    assert len(heard) == 1


def test_ctrl_c_while_waiting(talk):
    """Ctrl-C while waiting stops waiting with a word, and the conversation goes on."""

    def interrupted(incoming, turn):
        if incoming.text == "slow":
            raise KeyboardInterrupt
        return think(incoming, turn)

    text, heard = talk("slow", "hello", think=interrupted)
    assert "Stopped waiting." in text
    assert "heard hello" in text
    assert len(heard) == 2


def test_late_answer_is_shown(talk):
    """The answer of a question that was given up is shown when it comes."""
    kept = []

    def late(incoming, turn):
        kept.append(incoming)
        return think(incoming, turn) if incoming.text != "slow" else interrupt(incoming, turn)

    def interrupt(incoming, turn):
        yield from think(incoming, turn)
        raise KeyboardInterrupt

    text, _ = talk("slow", "hello", think=late)
    assert text.index("Stopped waiting.") < text.index("heard slow") < text.index("heard hello")


def test_history_is_private_and_discreet(tmp_path):
    """The history file is for its owner alone, and a line with a secret is not kept in it."""
    path = tmp_path / "state" / "history"
    history = DiscreetHistory(path, lambda line: "nbt_" in line)
    history.append_string("which devices are in North?")
    history.append_string("my token is nbt_a.b")
    assert path.stat().st_mode & 0o777 == 0o600
    assert "North" in path.read_text()
    assert "nbt_" not in path.read_text()


def test_pictures_are_saved(tmp_path):
    """A picture is saved in its folder, for its owner alone, wherever its name points."""
    picture = Picture(alt="rack", name="../../etc/rack 1.png", media_type="image/png", content=b"YWJj")
    saved = save_files(Reply(turn="t1", kind="answer", intent="picture", parts=(picture,)), tmp_path / "pictures")
    path = saved[picture.name]
    assert path.parent == tmp_path / "pictures"
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"abc", 0o600)
