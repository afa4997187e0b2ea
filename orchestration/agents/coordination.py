"""Tool Coordination: runs the steps of a plan wave by wave, those of a wave at the same time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import structlog

from orchestration.errors import NetbotError, Superseded
from orchestration.tools.kit import Kit, together
from orchestration.tools.plan import Plan, Step
from orchestration.tools.registry import Tool

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a step has no result.

    Args:
        error: what went wrong; one that nobody foresaw is logged with its traceback.
    """

    error: Exception


def wave(
    plan: Plan, done: Mapping[str, Any], tools: Mapping[str, Tool], kit: Kit, progress: Callable[[str], None]
) -> dict[str, Any]:
    """Run the steps that are ready.

    Args:
        plan: all steps.
        done: results so far.
        tools: by name.
        kit: of the turn.
        progress: told what is being done.

    Returns:
        The results of these steps by their ids, `Failure` for one that failed or that needs one that did.

    Raises:
        Superseded: another worker has the session now.
    """
    ready = plan.ready(done)
    running = [step for step in ready if not _broken(step, done)]
    if any(step.told for step in running):
        progress(_note(plan, running, done))
    results = together([lambda step=step: _run(step, done, tools, kit) for step in running])  # type: ignore[misc]
    found = {step.id: result for step, result in zip(running, results, strict=True)}
    return found | {step.id: _broken(step, done) for step in ready if step not in running}


def _broken(step: Step, done: Mapping[str, Any]) -> Failure | None:
    return next((done[need] for need in step.needs if isinstance(done[need], Failure)), None)


def _run(step: Step, done: Mapping[str, Any], tools: Mapping[str, Tool], kit: Kit) -> Any:
    try:
        return tools[step.tool](kit, step.args, {need: done[need] for need in step.needs})
    except Superseded:
        raise
    except NetbotError as known:
        log.info("step_failed", step=step.id, tool=step.tool, error=type(known).__name__)
        return Failure(known)
    except Exception as unforeseen:
        log.exception("step_broke", step=step.id, tool=step.tool)
        return Failure(unforeseen)


def _note(plan: Plan, running: list[Step], done: Mapping[str, Any]) -> str:
    told = next(step.told for step in running if step.told)
    if len(plan.steps) == 1:
        return told
    return f"{told} (step {sum(step.id in done for step in plan.steps) + 1} of {len(plan.steps)})"
