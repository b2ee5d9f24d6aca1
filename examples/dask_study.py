"""Study ten million scenarios of fiscal year 1995 on a Dask cluster.

Run it with ``python examples/dask_study.py``. It needs ``dask[distributed]`` and starts a cluster
on this machine. To use one that runs elsewhere, give the address of its scheduler:
``python examples/dask_study.py --scheduler tcp://scheduler.example:8786``. Its workers need this
library installed; nothing else changes.

Consumption, production and stocks are drawn around the notice's estimates. The standard deviations
are made up for the example.
"""

from __future__ import annotations

import argparse

import dask
import dask.array as da
from dask.distributed import Client

import allotments
from allotments.scenarios import evaluate

DEVIATIONS = {  # short tons, raw value; made up
    "estimates.consumption": 100_000,
    "estimates.production": 200_000,
    "estimates.carry_in_stocks": 50_000,
}


def study(scenarios: int, block: int) -> dict[str, float]:
    """Return what comes of it: a probability, and means in short tons, raw value."""
    inputs = allotments.load("fy1995").inputs
    generator = da.random.default_rng(1995)
    changes = {}
    for path, deviation in DEVIATIONS.items():
        estimate = getattr(inputs.estimates, path.removeprefix("estimates."))
        changes[path] = generator.normal(estimate, deviation, scenarios, chunks=block)
    result = evaluate(inputs, changes, only=["sectors", "restraint"])
    # Lazy so far. All of it is computed together, so that each block is evaluated once.
    questions = {
        "probability that allotments are required": result.allotments_required.mean(),
        "mean beet sugar allotment where required": da.nanmean(result["sectors.beet"]),
        "mean restraint on beet sugar where required": da.nanmean(result["restraint.beet"]),
        "share of scenarios that restrain cane sugar": (result["restraint.cane"] > 0).mean(),
    }
    answers: dict[str, float] = dask.compute(questions)[0]
    return answers


def main() -> None:
    """Start or join a cluster, and print the answers."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scheduler", help="address of a running one; by default a local cluster")
    parser.add_argument("--scenarios", type=int, default=10_000_000)
    parser.add_argument("--block", type=int, default=500_000, help="scenarios in one task")
    options = parser.parse_args()
    with Client(options.scheduler) as client:
        print(client)
        for question, answer in study(options.scenarios, options.block).items():
            print(f"{question}: {answer:,.3f}")


if __name__ == "__main__":
    main()
