"""Measure the scenarios against plain NumPy, side by side in one run, and print the ratios.

Run it with ``python benchmarks/run.py`` from the root of the repository. Ten million scenarios take
some 8 GB of memory and a few minutes; ``--scenarios 1000000`` takes a tenth of both.

Whatever is compared is timed in turns, so that a machine that is busy with something else slows
both, and the best of each counts.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import plain_deficits

import allotments
from allotments import act1990, act2002
from allotments.scenarios import evaluate, reassign_deficits
from allotments.scenarios.blocks import cores

Timed = Callable[[], Any]

INPUTS = allotments.load("fy1995").inputs
# What the ratios are meant to be.
SECTOR_CHAIN, OF_COPYTO, FAN_OUT, CANE, BEET, MEMORY = 3.0, 0.4, 1.3, 5.0, 5e6, 1.2
PLAIN_DEFICITS = 100_000  # scenarios; the whole-array loop needs some 20 kB for each
SPREAD = 0.1  # standard deviation of an ability to market, over the allocation


@contextmanager
def one_core() -> Iterator[None]:
    """Keep this process on one core, whatever library would use more."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def best(repeats: int, **candidates: Timed) -> dict[str, float]:
    """Return the shortest time of each candidate, taken in turns. [seconds]."""
    times = dict.fromkeys(candidates, float("inf"))
    for _ in range(repeats):
        for name, candidate in candidates.items():
            start = time.perf_counter()
            result = candidate()
            times[name] = min(times[name], time.perf_counter() - start)
            del result
    return times


def line(what: str, value: str, target: str = "", *, met: bool | None = None) -> None:
    """Print one result, its target, and whether it is met."""
    verdict = {None: "", True: "met", False: "NOT MET"}[met]
    print(f"{what:<66} {value:>14}  {target:<12} {verdict}".rstrip(), flush=True)


def estimates(scenarios: int) -> dict[str, Any]:
    """Return draws of consumption, stocks and weights around the notice's."""
    generator = np.random.default_rng(1995)
    return {
        "estimates.consumption": generator.normal(9_247_000, 100_000, scenarios),
        "estimates.reasonable_carryover_stocks": generator.normal(1_278_000, 50_000, scenarios),
        "estimates.carry_in_stocks": generator.normal(1_386_000, 50_000, scenarios),
        "weights": generator.random((scenarios, 3)),
    }


def plain(varying: dict[str, Any]) -> tuple[Any, Any]:
    """Return both allotments as anyone would write it down."""
    c, s, b, w = varying.values()
    oaq = c + s - b - 1250e3
    whole = w[:, 0] + w[:, 1] + w[:, 2]
    bb = (w[:, 0] * 3430e3 + w[:, 1] * 4408e3 + w[:, 2] * 4500e3) / whole
    cb = (w[:, 0] * 3341e3 + w[:, 1] * 3539e3 + w[:, 2] * 3390e3) / whole
    beet = oaq * bb / (bb + cb)
    return beet, oaq - beet


def sectors(scenarios: int, repeats: int) -> None:
    """Measure the chain to the two sector allotments, input checks and trigger included."""
    varying = estimates(scenarios)
    # So much production that allotments are required in all scenarios, as the plain has it.
    base = INPUTS.replace(estimates={"production": 9_500_000})
    result = evaluate(base, varying, only=["sectors"])
    beet, cane = plain(varying)
    assert np.allclose(result["sectors.beet"], beet, rtol=0, atol=1e-6)
    assert np.allclose(result["sectors.cane"], cane, rtol=0, atol=1e-6)
    del result, beet, cane
    with one_core():
        times = best(
            repeats,
            plain=lambda: plain(varying),
            ours=lambda: evaluate(base, varying, only=["sectors"], workers=1),
            half=lambda: evaluate(INPUTS, varying, only=["sectors"], workers=1),
        )
    ratio = times["plain"] / times["ours"]
    line("Sector chain, plain whole-array expression, one core", f"{times['plain']:.3f} s")
    line("Sector chain, one core", f"{times['ours']:.3f} s")
    line("  with the trigger undecided: half of them masked", f"{times['half']:.3f} s")
    line(
        "  times the rate of the plain expression",
        f"{ratio:.2f}",
        f">= {SECTOR_CHAIN:g}",
        met=ratio >= SECTOR_CHAIN,
    )
    copying(base, varying, repeats)
    memory("Sector chain", lambda: evaluate(base, varying, only=["sectors"]))


def copying(base: act1990.Inputs, varying: dict[str, Any], repeats: int) -> None:
    """Measure the same chain on all cores against copying what it takes and gives."""
    source = np.ones(8 * len(varying["weights"]))
    target = np.zeros_like(source)
    times = best(
        repeats,
        copy=lambda: np.copyto(target, source),
        ours=lambda: evaluate(base, varying, only=["sectors"]),
    )
    ratio = times["copy"] / times["ours"]
    line("Warm numpy.copyto of 64 bytes a scenario", f"{times['copy']:.3f} s")
    line(f"Sector chain, {cores()} cores", f"{times['ours']:.3f} s")
    line("  part of the rate of copyto", f"{ratio:.2f}", f">= {OF_COPYTO}", met=ratio >= OF_COPYTO)


def fan_out(scenarios: int, repeats: int) -> None:
    """Measure the chain down to all processors."""
    varying = estimates(scenarios)
    base = INPUTS.replace(estimates={"production": 9_500_000})
    count = sum(map(len, INPUTS.recorded.processors.values()))
    times = best(
        repeats,
        fill=lambda: np.full((scenarios, count), 1.0),
        ours=lambda: evaluate(base, varying, only=["processors"]),
    )
    ratio = times["ours"] / times["fill"]
    line(f"Filling a fresh array of {count} a scenario", f"{times['fill']:.3f} s")
    line(f"Chain and fan-out to {count} processors", f"{times['ours']:.3f} s")
    line("  times the filling", f"{ratio:.2f}", f"<= {FAN_OUT}", met=ratio <= FAN_OUT)
    memory("Fan-out", lambda: evaluate(base, varying, only=["processors"]))


def deficits(scenarios: int, repeats: int) -> None:
    """Measure cane deficits over 41 mills, and beet's over eleven processors."""
    generator = np.random.default_rng(1995)
    mills = {s: list(m.values()) for s, m in INPUTS.recorded.processors.items() if s != "beet"}
    states = [state for state, members in mills.items() for _ in members]
    cane = np.array([one for members in mills.values() for one in members], float)
    few, many = PLAIN_DEFICITS, max(PLAIN_DEFICITS, scenarios // 10)
    able = cane * generator.normal(1, SPREAD, (many, len(cane))).clip(0)
    places = {state: [at for at, one in enumerate(states) if one == state] for state in mills}
    plain_after = plain_deficits.reassign(cane, able[:few], places)
    after = reassign_deficits(cane, able[:few], states=states)
    assert np.allclose(after.allocations, plain_after, rtol=0, atol=1e-6)
    with one_core():
        times = best(
            repeats,
            plain=lambda: plain_deficits.reassign(cane, able[:few], places),
            ours=lambda: reassign_deficits(cane, able[:few], states=states, workers=1),
        )
    ratio = times["plain"] / times["ours"]
    both = best(repeats, ours=lambda: reassign_deficits(cane, able, states=states))["ours"]
    line("Cane deficits, whole-array loop, one core", f"{few / times['plain']:,.0f} /s")
    line("Cane deficits, one core", f"{few / times['ours']:,.0f} /s")
    line(f"Cane deficits, {cores()} cores", f"{many / both:,.0f} /s")
    line(
        "  times the rate of the loop, one core", f"{ratio:.1f}", f">= {CANE:g}", met=ratio >= CANE
    )
    memory("Cane deficits", lambda: reassign_deficits(cane, able, states=states))
    beet = np.array(list(INPUTS.recorded.processors["beet"].values()), float)
    able = beet * generator.normal(1, SPREAD, (scenarios, len(beet))).clip(0)
    rate = scenarios / best(repeats, ours=lambda: reassign_deficits(beet, able))["ours"]
    line(f"Beet deficits, {cores()} cores", f"{rate:,.0f} /s", f">= {BEET:,.0f}", met=rate >= BEET)
    memory("Beet deficits", lambda: reassign_deficits(beet, able))


def since_2002(scenarios: int, repeats: int) -> None:
    """Measure fiscal year 2025: the chain to all processors, deficits of its seven of beet."""
    inputs = allotments.load("fy2025").inputs
    generator = np.random.default_rng(2025)
    quantity = generator.normal(10_455_000, 50_000, scenarios)
    varying = {"overall_allotment_quantity": quantity}
    processors = inputs.recorded.processors
    count = sum(map(len, processors.values()))
    times = best(
        repeats,
        plain=lambda: (quantity * 0.5435, quantity * 0.4565),
        sectors=lambda: evaluate(inputs, varying, only=["sectors"]),
        fill=lambda: np.full((scenarios, count), 1.0),
        ours=lambda: evaluate(inputs, varying, only=["processors"]),
    )
    line("2002: two multiplications", f"{times['plain']:.3f} s")
    line("2002: sector chain", f"{times['sectors']:.3f} s")
    ratio = times["ours"] / times["fill"]
    line(f"2002: filling a fresh array of {count} a scenario", f"{times['fill']:.3f} s")
    line(f"2002: chain and fan-out to {count} processors", f"{times['ours']:.3f} s")
    line("  times the filling", f"{ratio:.2f}", f"<= {FAN_OUT}", met=ratio <= FAN_OUT)
    memory("Fan-out", lambda: evaluate(inputs, varying, only=["processors"]))
    beet = np.array(list(processors["beet"].values()), float)
    able = beet * generator.normal(1, SPREAD, (scenarios, len(beet))).clip(0)
    few = able[:PLAIN_DEFICITS]
    times = best(
        repeats,
        ours=lambda: reassign_deficits(beet, able, in_proportion_to="allocations"),
        shares=lambda: act2002.reassign_beet_deficits(beet, few),
        once=lambda: act2002.reassign_beet_deficits(beet, few, reading="shares once"),
    )
    rate = scenarios / times["ours"]
    line(
        f"2002: beet deficits, {cores()} cores",
        f"{rate:,.0f} /s",
        f">= {BEET:,.0f}",
        met=rate >= BEET,
    )
    for name, how in (("shares", "offered again"), ("once", "clipped once")):
        line(f"2002: the same, one call, {how}", f"{len(few) / times[name]:,.0f} /s")


def memory(what: str, run: Timed) -> None:
    """Print the peak of memory over the size of the results."""
    tracemalloc.start()
    result = run()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    if isinstance(result, act1990.Reassignment):
        size = result.allocations.nbytes + result.imports.nbytes
    else:
        size = sum(array.nbytes for array in result.arrays.values())
    ratio = peak / size
    what = f"  {what}, peak memory over results"
    line(what, f"{ratio:.2f}", f"<= {MEMORY}", met=ratio <= MEMORY)


def exact(repeats: int) -> None:
    """Measure what is not about arrays: importing, determining and verifying exactly."""
    notice = allotments.load("fy1995")
    start = [sys.executable, "-c"]
    times = best(
        max(3, repeats),
        bare=lambda: subprocess.run([*start, "import numpy, pydantic"], check=True),  # noqa: S603
        imported=lambda: subprocess.run([*start, "import allotments"], check=True),  # noqa: S603
        loaded=lambda: allotments.load("fy1995"),
        determined=lambda: allotments.determine(notice.inputs),
        verified=lambda: allotments.verify(notice),
    )
    line("Starting Python, importing NumPy and pydantic", f"{1e3 * times['bare']:.0f} ms")
    line("Starting Python, importing allotments", f"{1e3 * times['imported']:.0f} ms")
    line("Loading the notice", f"{1e3 * times['loaded']:.1f} ms")
    line("Determining exactly", f"{1e3 * times['determined']:.2f} ms")
    line("Verifying every printed figure", f"{1e3 * times['verified']:.1f} ms")


def main() -> None:
    """Run all of it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scenarios", type=int, default=10_000_000)
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args()
    versions = f"Python {platform.python_version()}, NumPy {np.__version__}"
    print(f"{options.scenarios:,} scenarios, {cores()} cores, {platform.machine()}, {versions}\n")
    sectors(options.scenarios, options.repeats)
    fan_out(options.scenarios, options.repeats)
    deficits(options.scenarios, options.repeats)
    since_2002(options.scenarios, options.repeats)
    exact(options.repeats)


if __name__ == "__main__":
    main()
