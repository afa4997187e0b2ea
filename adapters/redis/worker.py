"""The worker: answers the bell with one function, each time in a process of its own, and looks after things in between.

RQ's worker does the forking, the watching and the registries. Its loop is replaced: RQ ends a worker over most errors of the
connection and commands workers through a thread that a process which forks should not have; this one waits until Redis is back.
"""

import contextlib
import gc
import logging
import signal
import time
from collections.abc import Callable, Iterator
from types import FrameType

import structlog
from redis import Redis
from redis.exceptions import RedisError
from rq import Queue, Worker
from rq.exceptions import DequeueTimeout, StopRequested
from rq.executions import Execution
from rq.job import Job
from rq.serializers import JSONSerializer
from rq.utils import now

from adapters.redis.connect import connect, store_errors, translated
from adapters.redis.ring import ring_class
from adapters.redis.standby import Standby

log = structlog.get_logger(__name__)

# Two looks around are at most this far apart, in seconds, idle or busy.
LOOK_EVERY = 2
# RQ takes a worker for dead after this time without a sign of life; its own default is a minute more.
HEARTBEAT_TTL = 15


def run_worker(
    url: str,
    queue: str,
    function: str,
    preload: Callable[[], object],
    prepare: Callable[[], Iterator[None]],
    between_jobs: Callable[[], object],
    *,
    burst: bool = False,
) -> None:
    """Answer rings until SIGTERM or SIGINT comes; a turn under way is ended first, a second signal ends it at once.

    Args:
        url: the Redis.
        queue: name of the queue of rings.
        function: dotted name of the one function to run; it gets the ring's correlation id. Any other job is refused.
        preload: imports what the function needs, so that the processes share it.
        prepare: what each process does before it has work; it is left off where it yields, and must not raise.
        between_jobs: called at least every two seconds, idle or busy; must be quick and must not raise.
        burst: end when nobody rings.

    Raises:
        StoreUnavailable: Redis is away at the start. When it goes away later, the worker waits.
        Misconfigured: it is no address of a Redis.
    """
    # What RQ tells of each job is in our own log already, with the ids of its turn.
    for name in ("rq.worker", "rq.job", "rq.queue", "rq.registry"):
        logging.getLogger(name).setLevel(logging.WARNING)
    client = connect(url)
    with store_errors():
        client.ping()
        preload()
        # What is there now stays: without this the collector would copy the pages that are shared with each work horse.
        gc.collect()
        gc.freeze()
        worker = TurnWorker(client, queue, ring_class(function), prepare, between_jobs)
        worker.register_birth()  # type: ignore[no-untyped-call]
    worker.serve(burst=burst)


class TurnWorker(Worker):
    """RQ's worker with a loop that outlives an absence of Redis.

    Args:
        client: the Redis.
        queue: name of the queue of rings.
        job_class: how jobs are read.
        prepare: what each process does before it has work.
        between_jobs: called at least every LOOK_EVERY seconds.
    """

    def __init__(
        self,
        client: Redis,
        queue: str,
        job_class: type[Job],
        prepare: Callable[[], Iterator[None]],
        between_jobs: Callable[[], object],
    ) -> None:
        super().__init__(
            [queue],
            connection=client,
            job_class=job_class,
            serializer=JSONSerializer,
            # A worker and its horse that were killed are noticed within 20 s with these.
            worker_ttl=25,
            maintenance_interval=5,
            job_monitoring_interval=LOOK_EVERY,
        )
        self._standby = Standby(self._prepared, self._carry_out)
        self._prepare = prepare
        self._between_jobs = between_jobs
        self._interruptible = False
        self._away = False

    @property
    def dequeue_timeout(self) -> int:
        """Seconds to wait for a ring before looking around."""
        return LOOK_EVERY

    def get_heartbeat_ttl(self, job: Job, working_time: float = 0.0) -> int:  # noqa: ARG002 - the signature is RQ's
        """Return after how many seconds without a sign of life a job is taken for abandoned."""
        return HEARTBEAT_TTL

    def serve(self, *, burst: bool) -> None:
        """Answer rings until told to stop, or in a burst until nobody rings."""
        self._install_signal_handlers()  # type: ignore[no-untyped-call]
        while not self._stop_requested:
            try:
                found = self._next_ring(burst=burst)
                if found is not None:
                    self.execute_job(*found)
                elif burst:
                    break
            except RedisError as error:
                self._wait_for_redis(error)
            except StopRequested:
                break
        self._standby.dismiss()
        try:
            self.register_death()  # type: ignore[no-untyped-call]
        except RedisError:
            log.info("worker_left_unsaid", worker=self.name)

    def request_stop(self, signum: int, frame: FrameType | None) -> None:  # noqa: ARG002 - the signature is RQ's
        """End after the turn that is under way; a second signal ends that, too."""
        self._stop_requested = True
        self._shutdown_requested_date = now()
        signal.signal(signal.SIGINT, self.request_force_stop)
        signal.signal(signal.SIGTERM, self.request_force_stop)
        if self._interruptible:
            raise StopRequested

    def fork_work_horse(self, job: Job, queue: Queue) -> None:
        """Let the process that stands by run the job; where there is none, fork one, as RQ does."""
        execution = self.execution
        self._horse_pid = self._standby.give(f"{job.id} {execution.id}") if execution is not None else 0
        if not self._horse_pid:
            super().fork_work_horse(job, queue)

    def _prepared(self) -> Iterator[None]:
        # The connection that the job is read from is there, then.
        with contextlib.suppress(RedisError):
            self.connection.ping()
        yield
        yield from self._prepare()

    def _carry_out(self, order: str) -> None:
        """Run a job in the process that stood by, as RQ's work horse does."""
        job_id, execution_id = order.split()
        job = self.job_class.fetch(job_id, connection=self.connection, serializer=self.serializer)
        self.execution = Execution(execution_id, job_id, self.connection, self.name)
        self.main_work_horse(job, self.queues[0])

    def maintain_heartbeats(self, job: Job, execution: Execution) -> None:
        """Give a sign of life while the horse works, and look around."""
        try:
            super().maintain_heartbeats(job, execution)
        except RedisError as error:
            # The horse needs no sign of life to go on; leaving it alone would lose sight of it.
            log.debug("heartbeat_missed", reason=translated(error).text)
        else:
            self._between_jobs()

    def _next_ring(self, *, burst: bool) -> tuple[Job, Queue] | None:
        self.heartbeat()
        if self._away:
            self._away = False
            log.info("redis_back")
        if self.should_run_maintenance_tasks:
            self.run_maintenance_tasks()  # type: ignore[no-untyped-call]
        self._between_jobs()
        # Where somebody waits already, preparing a process would only make them wait longer.
        if not self.connection.llen(self.queues[0].key):
            self._standby.ready()
        self._interruptible = True
        try:
            return self.queue_class.dequeue_any(
                self.queues,
                None if burst else self.dequeue_timeout,
                connection=self.connection,
                job_class=self.job_class,
                serializer=self.serializer,
                death_penalty_class=self.death_penalty_class,
            )
        except DequeueTimeout:
            return None
        finally:
            self._interruptible = False

    def _wait_for_redis(self, error: RedisError) -> None:
        if not self._away:
            self._away = True
            log.warning("redis_away", reason=translated(error).text)
        self._interruptible = True
        try:
            time.sleep(1)
        finally:
            self._interruptible = False
