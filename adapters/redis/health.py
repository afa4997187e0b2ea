"""What a Redis says of itself, for the doctor."""

import re
import time
from dataclasses import dataclass
from datetime import UTC, datetime

from redis import Redis
from rq import Queue, Worker
from rq.serializers import JSONSerializer

from adapters.redis.connect import store_errors

OLDEST = (6, 2)
# A worker gives a sign of life every two seconds, and while it forks every fifteen at most.
SILENT_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Health:
    """What a Redis says of itself.

    Args:
        name: "Redis 7.2.4" or "Valkey 9.1.2".
        new_enough: whether it is 6.2 or newer; every Valkey is.
        evicts: whether it throws keys away when its memory is full.
        persists: whether it writes an append-only file, so that nothing acknowledged is lost when it is restarted.
        skew: seconds its clock is ahead of ours.
    """

    name: str
    new_enough: bool
    evicts: bool
    persists: bool
    skew: float


@store_errors()
def examine(client: Redis) -> Health:
    """Ask a Redis what it is.

    Raises:
        StoreUnavailable: it does not answer.
        Misconfigured: it refuses the user or the password.
    """
    told = client.info()
    before = time.time()
    seconds, micros = client.time()
    # The middle of the question: neither way there nor back counts.
    skew = seconds + micros / 1e6 - (before + time.time()) / 2
    version = str(told.get("redis_version", ""))
    valkey = told.get("valkey_version")
    return Health(
        name=f"Valkey {valkey}" if valkey else f"Redis {version}",
        new_enough=tuple(map(int, re.findall(r"\d+", version)[:2])) >= OLDEST,
        evicts=str(told.get("maxmemory_policy", "noeviction")) != "noeviction",
        persists=bool(told.get("aof_enabled")),
        skew=skew,
    )


@store_errors()
def count_workers(client: Redis, queue: str) -> int:
    """Return how many workers answer a queue and gave a sign of life lately.

    Args:
        client: where the queue is.
        queue: its name.

    Raises:
        StoreUnavailable: Redis is away.
    """
    known = Worker.all(queue=Queue(queue, connection=client, serializer=JSONSerializer), serializer=JSONSerializer)
    beats = [each.last_heartbeat for each in known if each.last_heartbeat is not None]
    now = datetime.now(UTC)
    return sum((now - each.replace(tzinfo=each.tzinfo or UTC)).total_seconds() < SILENT_SECONDS for each in beats)
