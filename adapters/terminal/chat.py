"""A conversation in a terminal, for people: prose, tables, numbered choices, and a line that tells what is being done."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.text import Text

from adapters.terminal.asking import Asking
from adapters.terminal.files import save_files
from adapters.terminal.listener import Line
from adapters.terminal.outbox import Posted, Working
from adapters.terminal.render import render, render_growth
from orchestration.errors import NetbotError
from orchestration.messages import Button, Reply
from orchestration.messages.clean import clean

LEAVING = frozenset({"exit", "quit", ":q"})


@dataclass(slots=True)
class Chat:
    """One thread, as one person sees it.

    Args:
        asking: the way to the bot.
        console: what to print to.
        session: the thread's id.
        files: folder that pictures and files are saved in.
    """

    asking: Asking
    console: Console
    session: str
    files: Path
    _shown: dict[str, Reply] = field(default_factory=dict)
    _choices: tuple[Button, ...] = ()

    def run(self, read: Callable[[], str]) -> None:
        """Talk until the person leaves.

        Args:
            read: the next line that was typed; raises EOFError at the end (Ctrl-D) and KeyboardInterrupt on Ctrl-C.
        """
        while True:
            try:
                typed = read().strip()
            except KeyboardInterrupt:
                self._note("Ctrl-D leaves.")
                continue
            except EOFError:
                return
            if typed.casefold() in LEAVING:
                return
            if typed:
                self.exchange(typed)

    def exchange(self, typed: str) -> Reply | None:
        """Send what was typed and show what comes back.

        Args:
            typed: words, or the number of one of the choices under the last answer.

        Returns:
            The reply; None where none came, which has been told.
        """
        try:
            with self.console.status(Text("sent"), spinner="dots") as status:
                incoming = self.asking.send(self._line(typed))

                def hear(event: Working | Posted) -> None:
                    match event:
                        case Working():
                            status.update(Text(clean(event.note)))
                        case Posted():
                            self._show(event)

                posted = self.asking.wait(incoming, hear)
        except KeyboardInterrupt:
            self._note("Stopped waiting. The answer is shown when it has come and you ask on.")
            return None
        except NetbotError as known:
            self.console.print(Text(known.sentence, style="yellow"))
            return None
        self._show(posted)
        self._choices = posted.reply.buttons
        return posted.reply

    def _line(self, typed: str) -> Line:
        if typed.isdecimal() and 1 <= int(typed) <= len(self._choices):
            return Line(session=self.session, click=self._choices[int(typed) - 1].ref)
        return Line(session=self.session, say=typed)

    def _show(self, posted: Posted) -> None:
        """Print a reply; of a message that only grew, what is new."""
        before, width = self._shown.get(posted.message), self.console.width
        grown = render_growth(posted.reply, before, width) if before else None
        self.console.print(grown or render(posted.reply, width, save_files(posted.reply, self.files)))
        self._shown[posted.message] = posted.reply

    def _note(self, text: str) -> None:
        self.console.print(Text(text, style="dim"))
