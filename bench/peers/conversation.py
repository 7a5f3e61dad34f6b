"""A solver in a process of its own, which may take too long, take too much memory or die without harm to the others.

The process prints {"ready": VERSION} when it has read the data and solved a small problem. A request is a line
"TOLERANCE [FILE]": it fits, prints {"seconds": TIME OF THE FIT, ...} and, with a file, writes its coefficients there and
prints {"written": FILE}. Lines that are no JSON object are a library's chatter.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import resource
import signal
import subprocess
import tempfile
import threading
import time
from pathlib import Path

START_LIMIT = 180.0  # seconds to read the data and to compile
WRITE_LIMIT = 120.0  # seconds to hand over coefficients
# Every process keeps the memory it frees, instead of having the system clear it again for the next fit.
KEEP_FREED_MEMORY = {"MALLOC_MMAP_THRESHOLD_": str(1 << 25), "MALLOC_TRIM_THRESHOLD_": str(1 << 30)}


class TookTooLong(Exception):
    """No answer within the limit; the process is ended."""


class Died(Exception):
    """The process ended by itself; the message is the last thing it said."""


class Worker:
    def __init__(self, command: list[str], threads: int, memory_gib: float) -> None:
        self._errors = tempfile.TemporaryFile()
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env=os.environ | KEEP_FREED_MEMORY | thread_limits(threads),
            start_new_session=True,
            preexec_fn=lambda: limit_memory(memory_gib),
        )
        assert self._process.stdin is not None and self._process.stdout is not None
        self._requests, self._output = self._process.stdin, self._process.stdout
        self._answers: queue.Queue[dict | None] = queue.Queue()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def wait_until_ready(self) -> str:
        return str(self._next("ready", START_LIMIT)["ready"])

    def fit(self, tolerance: float, limit: float, target: Path | None = None) -> dict:
        """What the process says of its fit; its coefficients are in the file `target`."""
        request = f"{tolerance!r} {target or ''}".strip()
        try:
            self._requests.write(f"{request}\n".encode())
            self._requests.flush()
        except BrokenPipeError:
            raise Died(self._last_words()) from None
        said = self._next("seconds", limit)
        if target is not None:
            self._next("written", WRITE_LIMIT)
        return said

    def end(self) -> None:
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._listener.join()
        with contextlib.suppress(BrokenPipeError):  # a request that a dead process never read
            self._requests.close()
        self._output.close()
        self._errors.close()

    def _listen(self) -> None:
        for line in self._output:
            said = parse(line)
            if said is not None:
                self._answers.put(said)
        self._answers.put(None)

    def _next(self, key: str, limit: float) -> dict:
        end = time.monotonic() + limit
        while True:
            try:
                said = self._answers.get(timeout=max(0.0, end - time.monotonic()))
            except queue.Empty:
                self.end()
                raise TookTooLong(f"no answer after {limit:.0f} s") from None
            if said is None:
                raise Died(self._last_words())
            if key in said:
                return said

    def _last_words(self) -> str:
        code = self._process.wait()
        self._errors.seek(0)
        lines = self._errors.read().decode(errors="replace").strip().splitlines()
        return (f"{lines[-1].strip()} " if lines else "") + f"(exit code {code})"


def parse(line: bytes) -> dict | None:
    try:
        said = json.loads(line)
    except ValueError:
        return None
    return said if isinstance(said, dict) else None


def thread_limits(threads: int) -> dict[str, str]:
    names = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS", "BLIS_NUM_THREADS")
    return {name: str(threads) for name in names}


def limit_memory(gib: float) -> None:
    size = int(gib * 2**30)
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
