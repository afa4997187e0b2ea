"""Saves the pictures of a reply, for a terminal shows none."""

import re
from pathlib import Path

from orchestration.messages import Picture, Reply


def save_pictures(reply: Reply, folder: Path) -> dict[str, Path]:
    """Write each picture of a reply to a file that only its owner reads.

    Args:
        reply: the reply.
        folder: where to; made where it is missing.

    Returns:
        The file of each picture, by the picture's name.
    """
    saved: dict[str, Path] = {}
    for part in reply.parts:
        if isinstance(part, Picture):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            # A name is data: it may hold separators or be "..".
            path = folder / f"{reply.turn}-{re.sub(r'[^A-Za-z0-9.-]+', '-', part.name).strip('.-') or 'picture'}"
            path.touch(mode=0o600)
            path.write_bytes(part.content)
            saved[part.name] = path
    return saved
