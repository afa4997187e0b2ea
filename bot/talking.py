"""What `demo`, `chat` and `ask` do: come by the servers, connect the terminal to the road, talk."""

import contextlib
import re
import sys
import time
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

from adapters.terminal.asking import Asking
from adapters.terminal.chat import Chat
from adapters.terminal.editing import piped_lines, typed_lines
from adapters.terminal.json_lines import asked, converse, encoded
from adapters.terminal.listener import ROWS_FOR_PEOPLE, ROWS_FOR_PROGRAMS, Line, new_id, owner
from bot.bootstrap import Terminal, open_inventories, open_terminal
from bot.demo.examples import Examples, find_examples
from bot.demo.tour import tour
from bot.joining import joined
from bot.logs import configure_logs
from bot.settings import Settings, read_settings
from orchestration.errors import Refused

STANDIN_NOTE = "NETBOX_URL is not set: a NetBox stand-in with an invented company answers."
ANSWERED, FAILED, NOT_UNDERSTOOD = 0, 1, 2


@contextlib.contextmanager
def _connected(settings: Settings) -> Iterator[tuple[Settings, Terminal]]:
    """Join or start the servers and connect a terminal to them; yields the settings that name them all."""
    with joined(settings) as house, (settings.home / "terminal.log").open("a", encoding="utf-8") as log:
        told = house.told(settings)
        configure_logs(settings.log_level, told.secrets(), log)
        if house.netbox_url is not None:
            print(STANDIN_NOTE, file=sys.stderr)
        yield told, open_terminal(told)


def _asking(terminal: Terminal, rows: int) -> Asking:
    return Asking(accept=terminal.accept, wire=terminal.wire, owner=owner(), rows=rows)


def talk(session: str) -> None:
    """Talk with whoever sits at the terminal, or with what is piped in.

    Args:
        session: name of the thread to go on with; empty for a new one.
    """
    console = Console()
    with _connected(read_settings()) as (told, terminal):
        chat = Chat(_asking(terminal, ROWS_FOR_PEOPLE), console, session or new_id(), told.home / "files")
        _converse(chat, console, told, terminal)


def talk_json() -> None:
    """Answer JSON lines on standard input with JSON lines on standard output."""
    if isinstance(sys.stdin, TextIOWrapper) and isinstance(sys.stdout, TextIOWrapper):
        # Whatever the locale says; a program that speaks JSON speaks UTF-8.
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")
        sys.stdout.reconfigure(encoding="utf-8")
    with _connected(read_settings()) as (_, terminal):
        converse(sys.stdin, _asking(terminal, ROWS_FOR_PROGRAMS), lambda line: print(line, flush=True))


def ask_once(question: str, *, as_json: bool) -> int:
    """Ask one question and print its answer.

    Returns:
        The exit status: 0 answered, 2 not understood or asked back, 1 failed or refused.
    """
    for_people = sys.stdout.isatty() and not as_json
    with _connected(read_settings()) as (told, terminal):
        asking = _asking(terminal, ROWS_FOR_PEOPLE if for_people else ROWS_FOR_PROGRAMS)
        if for_people:
            reply = Chat(asking, Console(), new_id(), told.home / "files").exchange(question)
            return FAILED if reply is None else exit_status(reply.kind, reply.intent)
        spoken = asked(Line(session=new_id(), say=question), asking)
    if as_json:
        print(encoded(spoken))
    else:
        print(spoken["text"], file=sys.stderr if spoken["kind"] == "error" else sys.stdout)
    return exit_status(spoken["kind"], spoken["intent"])


def exit_status(kind: str, intent: str) -> int:
    """Return what a program that asked one question is told of its answer."""
    if kind == "error":
        return FAILED
    if kind == "question" or intent == "unclear":
        return NOT_UNDERSTOOD
    return FAILED if kind == "refusal" else ANSWERED


def demonstrate(picture: Path | None) -> int:
    """Show what talking to NetBox is like.

    Args:
        picture: a file to draw the tour into (SVG); None for none.

    Returns:
        The exit status: 1 where the tour met an answer that was not what it should be.
    """
    settings = read_settings()
    console = Console(record=picture is not None, width=96 if picture else None)
    with _connected(settings.model_copy(update={"home": settings.home / "demo"})) as (told, terminal):
        chat = Chat(_asking(terminal, ROWS_FOR_PEOPLE), console, new_id(), told.home / "files")
        examples = _examples(told)
        if sys.stdin.isatty() and sys.stdout.isatty() and picture is None:
            console.print(_welcome(examples))
            _converse(chat, console, told, terminal)
            return ANSWERED
        if examples is None:
            raise Refused("This NetBox holds no device with a name in a rack, so there is nothing to show.")
        went_well = tour(chat, console, examples, None if settings.netbox_url else _unlikely_vid())
    if picture is not None:
        picture.write_text(drawn(console), encoding="utf-8")
    return ANSWERED if went_well else FAILED


def _converse(chat: Chat, console: Console, told: Settings, terminal: Terminal) -> None:
    if sys.stdin.isatty():
        chat.run(typed_lines(told.home / "history", lambda line: terminal.door.withhold(line) is not None))
    else:
        chat.run(piped_lines(console))


def _unlikely_vid() -> int:
    """Return a VLAN id that another tour on the same stand-in has hardly taken."""
    return 2000 + int(time.time()) % 2000


def _examples(told: Settings) -> Examples | None:
    with open_inventories(told).open(None, new_id()[:16]) as inventory:
        return find_examples(inventory)


def _welcome(examples: Examples | None) -> Text:
    lines = ["Ask NetBox. Numbers press choices, Ctrl-C stops waiting, Ctrl-D leaves."]
    if examples is not None:
        lines += ["For example:", *(f"  {question}" for question in examples.questions())]
    return Text("\n".join(lines) + "\n", style="dim")


def drawn(console: Console) -> str:
    """Return what a console recorded as an SVG that loads nothing from elsewhere."""
    svg = console.export_svg(title="netbot", theme=MONOKAI)
    return re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
