"""A stand-in for any port that ends its own process group, as kill -9 does, at a chosen call; everything else passes through."""

import os
import signal
from pathlib import Path
from typing import Any


class Dying:
    """Wraps a port so that one call of one method ends the process.

    Args:
        real: the port that does the work.
        method: name of the method at whose first call the process ends.
        when: "before" the real call or "after" it took effect.
        once: a file that is made at the end, so that the next process goes on living.
    """

    def __init__(self, real: Any, method: str, when: str, once: Path) -> None:
        self._real, self._method, self._when, self._once = real, method, when, once

    def __getattr__(self, name: str) -> Any:
        attribute = getattr(self._real, name)
        if name != self._method or self._once.exists():
            return attribute

        def called(*args: Any, **kwargs: Any) -> Any:
            if self._when == "before":
                self._end()
            result = attribute(*args, **kwargs)
            self._end()
            return result

        return called

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if self._method != "__call__" or self._once.exists():
            return self._real(*args, **kwargs)
        if self._when == "after":
            self._real(*args, **kwargs)
        return self._end()

    def _end(self) -> None:
        self._once.touch()
        os.killpg(os.getpgrp(), signal.SIGKILL)
