"""The doorbell: small RQ jobs that say "look into the inboxes"."""

from redis import Redis
from rq import Queue
from rq.serializers import JSONSerializer

from adapters.redis.connect import store_errors

MOST_RINGS = 1000
LONGEST_CORRELATION = 200


class Bell:
    """Rings for a worker. A ring carries nothing but a correlation id: too many are harmless, and a lost one is made good.

    Args:
        client: where the queue of rings is.
        queue: its name.
        function: dotted name of the one function that workers run.
        job_timeout: seconds after which a worker gives a turn up.
    """

    def __init__(self, client: Redis, queue: str, function: str, job_timeout: int = 180) -> None:
        self._client = client
        self._function = function
        self._timeout = job_timeout
        self._queue = Queue(queue, connection=client, serializer=JSONSerializer)

    @store_errors()
    def ring(self, correlation: str) -> None:
        """Ring once, unless a thousand rings wait already.

        Raises:
            StoreUnavailable: Redis is away.
        """
        if self.waiting() >= MOST_RINGS:
            return
        self._queue.enqueue_call(
            self._function,
            args=(correlation[:LONGEST_CORRELATION],),
            timeout=self._timeout,
            # Nobody reads what a ring comes to: the record of a turn is in the session.
            result_ttl=0,
            failure_ttl=600,
        )

    @store_errors()
    def waiting(self) -> int:
        """Return how many rings nobody has answered yet."""
        return self._queue.count
