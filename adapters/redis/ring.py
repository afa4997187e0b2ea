"""A ring of the bell as the worker sees it: a job that is nothing but "look into the inboxes", or no job at all."""

import json
from typing import Any

import structlog
from redis import Redis
from rq.exceptions import NoSuchJobError
from rq.job import Job

from adapters.redis.bell import LONGEST_CORRELATION

log = structlog.get_logger(__name__)

# What RQ would run, call, fetch or enqueue beside the job's function; no ring has any of it.
_EXTRAS = (
    *("success_callback_name", "failure_callback_name", "stopped_callback_name", "webhooks"),
    *("dependency_id", "dependency_ids", "retries_left", "repeats_left", "rate_limit_key", "group_id"),
)


def ring_class(function: str) -> type[Job]:
    """Return the class by which RQ reads jobs: any that is not a ring for this function is removed and does not exist.

    RQ makes jobs itself wherever it meets one (in the queue, in its registries) and hands them nothing but their id, so the
    function has to be known to the class.

    Args:
        function: dotted name of the one function that may run.
    """

    class Ring(Job):
        """A job that names the one function, with a correlation id."""

        @classmethod
        def fetch(cls, id: str, connection: Redis | None = None, serializer: Any = None) -> Job:  # noqa: A002 - the signature is RQ's
            """Return the ring with an id.

            Raises:
                NoSuchJobError: there is none, or nothing could have this id.
            """
            try:
                return super().fetch(id, connection, serializer)
            except ValueError:
                log.warning("job_refused", job=id)
                raise NoSuchJobError(id) from None

        def restore(self, raw_data: dict[bytes, bytes]) -> None:
            """Take what is stored, where it is a ring.

            Raises:
                NoSuchJobError: it is not.
            """
            try:
                super().restore(raw_data)
                genuine = _is_call(json.loads(self.data), function)
            # A forged job may be wrong in any way, and whatever RQ raises over it would end the worker.
            except Exception:  # noqa: BLE001
                genuine = False
            if not genuine or any(raw_data.get(each.encode()) for each in _EXTRAS):
                log.warning("job_refused", job=self.id)
                self.connection.delete(self.key)
                raise NoSuchJobError(self.id)

    return Ring


def _is_call(call: Any, function: str) -> bool:
    match call:
        case [str(name), None, [str(correlation)], dict(named)]:
            return name == function and not named and len(correlation) <= LONGEST_CORRELATION
        case _:
            return False
