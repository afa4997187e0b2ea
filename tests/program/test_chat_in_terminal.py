"""The chat as a person has it: a pseudo-terminal, keys, what appears on the screen."""

import contextlib
import os
import pty
import re
import select
import signal
import time

import pytest

from tests.program.running import NETBOT, environment, servers_of, until

# prompt_toolkit moves over the blank behind it.
PROMPT = ">"
_ESCAPES = re.compile(r"\x1b(\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)|[@-_])")


class Screen:
    """A program in a pseudo-terminal.

    Args:
        home: its state folder.
        words: the command.
        given: settings and other variables.
    """

    def __init__(self, home, *words, **given):
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            os.execve(NETBOT[0], [*NETBOT, *words], environment(home, PROMPT_TOOLKIT_NO_CPR="1", **given))
        self.shown, self._raw, self._at = "", b"", 0

    def until(self, text, seconds=60):
        """Wait until a text appears behind what was waited for before; return what is between."""
        end = time.monotonic() + seconds
        while (found := self.shown.find(text, self._at)) < 0:
            assert time.monotonic() < end, f"{text!r} never appeared: {self.shown[self._at :]!r}"
            self._read()
        seen, self._at = self.shown[self._at : found + len(text)], found + len(text)
        return seen

    def _read(self):
        if select.select([self.terminal], [], [], 0.1)[0]:
            with contextlib.suppress(OSError):
                self._raw += os.read(self.terminal, 65536)
            self.shown = _ESCAPES.sub("", self._raw.decode(errors="replace"))

    def type(self, keys):
        """Press keys."""
        os.write(self.terminal, keys.encode())

    def ended(self, seconds=60):
        """Wait for the program's end; return its exit status."""
        end = time.monotonic() + seconds
        while True:
            process, status = os.waitpid(self.process, os.WNOHANG)
            if process:
                self.process = 0
                return os.waitstatus_to_exitcode(status)
            assert time.monotonic() < end, "it never ended"
            # What a program still writes must be read, or it waits.
            self._read()

    def close(self):
        """End it, if it has not ended."""
        if self.process:
            os.kill(self.process, signal.SIGKILL)
            os.waitpid(self.process, 0)
        os.close(self.terminal)


@pytest.fixture
def screen():
    """Starts programs in terminals."""
    opened = []

    def start(home, *words, **given):
        opened.append(Screen(home, *words, **given))
        return opened[-1]

    yield start
    for each in opened:
        each.close()


@pytest.mark.parametrize("terminal", ["xterm-256color", "dumb"])
def test_a_conversation(screen, shared, terminal):
    """Ask, press a choice by its number, leave with Ctrl-D: in a terminal that can much and in one that can nothing."""
    chat = screen(shared, "chat", TERM=terminal)
    chat.until(PROMPT)
    chat.type("list all devices\r")
    assert "Show 10 of" in chat.until("[1] Show 10 of")
    chat.until(PROMPT)
    chat.type("1\r")
    assert "20 of" in chat.until("[1] Show 10 of")
    chat.until(PROMPT)
    chat.type("\x04")
    assert chat.ended() == 0


def test_the_demo_greets_with_examples(screen, shared):
    """In a terminal the demo greets with three questions, and each is made of names that are there."""
    demo = screen(shared, "demo", TERM="xterm-256color")
    greeting = demo.until(PROMPT)
    questions = [line.strip() for line in greeting.splitlines() if line.startswith("  ")]
    assert len(questions) == 3
    for question in questions:
        demo.type(f"{question}\r")
        assert "did not understand" not in demo.until("open in NetBox")
        demo.until(PROMPT)
    demo.type("exit\r")
    assert demo.ended() == 0


def test_history_is_kept(screen, shared):
    """What was typed comes back with the arrow key in the next chat, and is for its owner alone."""
    first = screen(shared, "chat", TERM="xterm-256color")
    first.until(PROMPT)
    first.type("how many sites are there?\r")
    first.until("open in NetBox")
    first.until(PROMPT)
    first.type("\x04")
    assert first.ended() == 0
    assert (shared / "history").stat().st_mode & 0o777 == 0o600
    second = screen(shared, "chat", TERM="xterm-256color")
    second.until(PROMPT)
    second.type("\x1b[A\r")
    second.until("open in NetBox")


def test_a_typed_token_is_in_no_history(screen, shared):
    """A line that a token was typed into is not kept for the next chat; the line before it is."""
    chat = screen(shared, "chat", TERM="xterm-256color")
    chat.until(PROMPT)
    chat.type("how many racks are there?\r")
    chat.until("open in NetBox")
    chat.until(PROMPT)
    chat.type("my token is nbt_typed0000000.typed\r")
    chat.until("revoke")
    chat.until(PROMPT)
    chat.type("\x04")
    assert chat.ended() == 0
    kept = (shared / "history").read_text()
    assert "how many racks are there?" in kept
    assert "nbt_typed" not in kept


def test_ctrl_c_while_waiting(screen, shared):
    """Ctrl-C while waiting says that the answer is still to come, and it comes with the next question."""
    chat = screen(shared, "chat", TERM="xterm-256color")
    chat.until(PROMPT)
    chat.type("how many sites are there?\r")
    chat.until("open in NetBox")
    chat.until(PROMPT)
    workers = [each for each, command in servers_of(shared).items() if "bot.cli worker" in command]
    for each in workers:
        os.kill(each, signal.SIGSTOP)
    chat.type("how many devices are there?\r")
    chat.until("sent")
    chat.type("\x03")
    chat.until("Stopped waiting.")
    chat.until(PROMPT)
    chat.type("\x03")
    chat.until("Ctrl-D leaves.")
    for each in workers:
        os.kill(each, signal.SIGCONT)
    chat.until(PROMPT)
    chat.type("how many racks are there?\r")
    chat.until(" devices.")
    chat.until(" racks.")


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGHUP])
def test_killed(screen, home, how):
    """However the chat is killed, nothing of it stays behind."""
    chat = screen(home, "chat", TERM="xterm-256color")
    chat.until(PROMPT)
    os.kill(chat.process, how)
    until(lambda: not servers_of(home))
