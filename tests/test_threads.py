"""Many threads at once, from before the first import: the same results, and no race."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from snapshot import STEPS

ROOT = Path(__file__).parents[1]

COLD = """
import sys, threading
sys.setswitchinterval(1e-6)  # as often as can be
together = threading.Barrier({threads})
results, raised = {{}}, []

def run(own):
    try:
        together.wait()
        import allotments  # nothing of it was there before
        for name in allotments.__all__:
            getattr(allotments, name)
        from snapshot import STEPS
        names = list(STEPS)
        names = names[own % len(names):] + names[:own % len(names)]
        found = {{name: STEPS[name]() for name in names}}
        results[own] = {{name: found[name] for name in STEPS}}
    except BaseException as error:
        raised.append(error)

threads = [threading.Thread(target=run, args=(own,)) for own in range({threads})]
assert "allotments" not in sys.modules and "numpy" not in sys.modules
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
if raised:
    raise raised[0]
import json
first = results[0]
unlike = [name for name in first for found in results.values() if found[name] != first[name]]
print(json.dumps([len(results), unlike, first]))
"""


@pytest.mark.parametrize("threads", [2, 4])
def test_threads_agree_from_a_cold_start(threads: int) -> None:
    """Each begins at another step, so that they collide in imports, models and caches."""
    path = os.pathsep.join(map(str, (ROOT / "src", ROOT / "tests")))
    output = subprocess.run(  # noqa: S603 -- this very Python, on the text above
        [sys.executable, "-W", "error", "-c", COLD.format(threads=threads)],
        check=True,
        capture_output=True,
        encoding="utf-8",
        timeout=300,  # for ever is how long two threads wait that wait for each other
        env={**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"},
    ).stdout
    count, unlike, first = json.loads(output)
    assert (threads, []) == (count, unlike)
    alone: Any = json.loads(json.dumps({name: step() for name, step in STEPS.items()}))
    assert alone == first
