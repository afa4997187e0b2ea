"""`netbot audit`: show the record of changes, export it, check that nothing in it was altered or lost."""

import sys
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from orchestration.ports import Entry

_UNANCHORED = "This machine wrote nothing there, and so cannot tell a record that was cut at its end, or removed: check where workers run."
_SHOWN = ("digest", "step", "ids", "request_id", "reason", "user")


def audit(
    proposal: Annotated[str, typer.Option(help="Only what is about this proposal.")] = "",
    last: Annotated[int, typer.Option(help="Only so many entries, the newest; 0 for all.", min=0)] = 50,
    json: Annotated[bool, typer.Option("--json", help="Export: one JSON object a line, seals and all.")] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Check every seal, and that the end is there; exit status 1 when not.")
    ] = False,
) -> None:
    """Show the record of changes: who asked, who confirmed, what was written, what came of it."""
    from adapters.redis.connect import connect
    from bot.changing import open_ledger
    from bot.settings import read_settings, redis_url
    from bot.storing import stored

    with stored(read_settings()) as told, connect(redis_url(told)) as client:
        ledger = open_ledger(told, client)
        if check:
            faults = ledger.faults()
            for each in faults:
                typer.echo(each, err=True)
            if faults:
                typer.echo("1 fault." if len(faults) == 1 else f"{len(faults)} faults.", err=True)
                sys.exit(1)
            typer.echo("Nothing was altered or lost." if ledger.anchored() else f"Nothing was altered. {_UNANCHORED}")
            return
        entries = [each for each in ledger.entries() if proposal in ("", each.proposal)]
        for entry in entries[-last:] if last and not json else entries:
            typer.echo(entry.model_dump_json() if json else _line(entry))


def _line(entry: "Entry") -> str:
    at = datetime.fromtimestamp(entry.at).astimezone().strftime("%Y-%m-%d %H:%M:%S")
    said = [f"{name} {str(entry.about[name])[:80]}" for name in _SHOWN if entry.about.get(name)]
    written = [f"{each['op']} {each['type']}" for each in entry.about.get("operations", ())]
    return "  ".join(
        each for each in (at, entry.event, entry.proposal, entry.person, ", ".join(written), *said) if each
    )
