"""The Lua scripts of this room: each runs as one atomic step."""

from functools import cache
from pathlib import Path

from redis import Redis
from redis.commands.core import Script

_FOLDER = Path(__file__).parent / "lua"


def script(client: Redis, name: str, *, after: str = "") -> Script:
    """Return a script, ready to be called with `args=`.

    Args:
        client: where it runs.
        name: of its file in `lua/`, without the ending.
        after: name of a file whose functions it uses.
    """
    return client.register_script(_text(name) if not after else f"{_text(after)}\n{_text(name)}")


@cache
def _text(name: str) -> str:
    """Return a script's text; remembered, for each work horse opens some thirty of them anew."""
    return (_FOLDER / f"{name}.lua").read_text(encoding="utf-8")
