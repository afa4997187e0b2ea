"""The Lua scripts of this room: each runs as one atomic step."""

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
    parts = [name] if not after else [after, name]
    return client.register_script("\n".join((_FOLDER / f"{part}.lua").read_text(encoding="utf-8") for part in parts))
