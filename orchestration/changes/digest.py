"""The digest that binds a click to what was previewed."""

import hashlib
import json
from collections.abc import Sequence

from orchestration.ports import Operation

SHOWN = 16


def digest(instance: str, operations: Sequence[Operation]) -> str:
    """Return the digest of a change: SHA-256 over the instance and the operations with their base versions.

    Args:
        instance: which NetBox.
        operations: the exact writes, in order.

    Returns:
        64 hexadecimal digits. The same change gives the same digest, whatever the order of its keys.
    """
    canonical = json.dumps(
        {"instance": instance, "operations": [each.model_dump(mode="json") for each in operations]},
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=True,
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


def is_of(whole: str, shown: str) -> bool:
    """Say whether what a button carries is the beginning of a digest."""
    return len(shown) == SHOWN and whole.startswith(shown)
