"""Saves the pictures and files of a reply, for a terminal shows none."""

import re
from pathlib import Path

from orchestration.messages import File, Picture, Reply


def save_files(reply: Reply, folder: Path) -> dict[str, Path]:
    """Write each picture and file of a reply to a file that only its owner reads.

    Args:
        reply: the reply.
        folder: where to; made where it is missing.

    Returns:
        Where each was saved, by its name.
    """
    saved: dict[str, Path] = {}
    for part in reply.parts:
        if isinstance(part, Picture | File):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            # A name is data: it may hold separators or be "..".
            path = folder / f"{reply.turn}-{re.sub(r'[^A-Za-z0-9.-]+', '-', part.name).strip('.-') or part.kind}"
            path.touch(mode=0o600)
            path.write_bytes(part.content)
            saved[part.name] = path
    return saved
