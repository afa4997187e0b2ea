"""`netbot audit`: show the record of changes, export it, check that nothing in it was altered or lost."""

import sys
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from orchestration.ports import Entry

_SHOWN = ("digest", "step", "ids", "request_id", "reason", "user")


def audit(
    proposal: Annotated[str, typer.Option(help="Only what is about this proposal.")] = "",
    last: Annotated[int, typer.Option(help="Only so many entries, the newest; 0 for all.", min=0)] = 50,
    json: Annotated[bool, typer.Option("--json", help="Export: one JSON object a line, seals and all.")] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Check every seal; exit status 1 when one does not fit.")
    ] = False,
) -> None:
    """Show the record of changes: who asked, who confirmed, what was written, what came of it."""
    from adapters.redis.connect import connect
    from bot.bootstrap import redis_url
    from bot.changing import open_ledger
    from bot.settings import read_settings
    from bot.storing import stored

    with stored(read_settings()) as told, connect(redis_url(told)) as client:
        ledger = open_ledger(told, client)
        if check:
            faults = ledger.faults()
            for each in faults:
                typer.echo(each, err=True)
            typer.echo("Nothing was altered or lost." if not faults else f"{len(faults)} faults.", err=bool(faults))
            sys.exit(1 if faults else 0)
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
