"""The commands that people find in Discord, and registering them: only when they have changed.

Source: discord.com/developers/docs/interactions/application-commands#bulk-overwrite-global-application-commands.
"""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

import structlog

from adapters.discord.bridge import Bridge, Refusal
from orchestration.errors import NetbotError
from orchestration.ports import Cache

log = structlog.get_logger(__name__)

NAME = "netbox"
MENU = "Ask NetBox about this"
ASK, HELP, PROPOSALS, LINK, UNLINK = "ask", "help", "proposals", "link", "unlink"
QUESTION, THING = "question", "name"
# Each with the type whose names it completes.
LOOKS = {"site": "dcim.site", "device": "dcim.device", "rack": "dcim.rack", "prefix": "ipam.prefix"}
LONGEST_QUESTION = 1000
_LONGEST_NAME = 200
_REGISTERED = 7 * 24 * 3600.0
# discord.com/developers/docs/interactions/application-commands#application-command-object-application-command-types, -option-type
CHAT_INPUT, MESSAGE, _SUBCOMMAND, _STRING = 1, 3, 1, 3
# In guilds and in direct messages with the bot, where a guild has installed it.
_WHERE = {"contexts": [0, 1], "integration_types": [0]}
# What a command can do without, where not all of it is known.
_DISPENSABLE = frozenset({*_WHERE, "max_length", "autocomplete"})
_BAD_REQUEST = 400

Command = dict[str, Any]


def commands(*, linking: bool) -> list[Command]:
    """Return all commands.

    Args:
        linking: people may link NetBox tokens of their own.
    """
    options = [
        _sub(ASK, "Ask NetBox in your own words", _string(QUESTION, "What you want to know, or to have changed")),
        *(_look(kind) for kind in LOOKS),
        _sub(PROPOSALS, "Changes you asked for that wait for their confirmation"),
        _sub(HELP, "What I can do, with examples"),
    ]
    if linking:
        options += [
            _sub(LINK, "Link your own NetBox token, so that your permissions decide"),
            _sub(UNLINK, "Remove your NetBox token"),
        ]
    slash = {"type": CHAT_INPUT, "name": NAME, "description": "Ask NetBox, and change it", "options": options}
    return [{**slash, **_WHERE}, {"type": MESSAGE, "name": MENU, **_WHERE}]


@dataclass(frozen=True, slots=True)
class Registering:
    """Registers commands.

    Args:
        bridge: Discord's API.
        marks: remembers what is registered.
        application: id of the application.
    """

    bridge: Bridge
    marks: Cache
    application: str

    def register(self, wanted: list[Command]) -> bool:
        """Register commands where they are not those that were registered last.

        Args:
            wanted: all commands; others are removed.

        Returns:
            Whether Discord was told anything. What goes wrong is logged: whoever mentions the bot is answered all the same.
        """
        digest = hashlib.sha256(json.dumps(wanted, sort_keys=True).encode()).hexdigest().encode()
        mark = f"discord:commands:{self.application}"
        path = "/applications/{application}/commands"
        try:
            if self.marks.get(mark) == digest:
                return False
            try:
                self.bridge.ask("PUT", path, wanted, application=self.application)
            except Refusal as refused:
                if refused.status != _BAD_REQUEST:
                    raise
                log.info("discord_commands_refused", reason=str(refused))
                self.bridge.ask("PUT", path, list(map(_plain, wanted)), application=self.application)
            self.marks.put(mark, digest, _REGISTERED)
        except (Refusal, NetbotError) as known:
            log.warning("discord_commands_not_registered", reason=str(known))
            return False
        log.info("discord_commands_registered", count=len(wanted))
        return True


def _plain(command: Command) -> Command:
    options = [_plain(each) for each in command.get("options", ())]
    kept = {name: value for name, value in command.items() if name not in _DISPENSABLE}
    return {**kept, "options": options} if options else kept


def _look(kind: str) -> Command:
    about = "Prefix" if kind == "prefix" else "Name"
    return _sub(kind, f"Show a {kind}", _string(THING, about, autocomplete=True))


def _sub(name: str, about: str, *options: Command) -> Command:
    return {"type": _SUBCOMMAND, "name": name, "description": about, "options": list(options)}


def _string(name: str, about: str, *, autocomplete: bool = False) -> Command:
    option = {"type": _STRING, "name": name, "description": about, "required": True}
    if autocomplete:
        return {**option, "autocomplete": True, "max_length": _LONGEST_NAME}
    return {**option, "max_length": LONGEST_QUESTION}
