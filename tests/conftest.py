"""Hypothesis profiles, and the inputs that many tests begin with.

``HYPOTHESIS_PROFILE`` chooses the profile: ``default``, ``ci`` (the same examples on every run),
``mutants`` (some of those, without shrinking), ``long``, or ``fuzz``, for the tests of damaged
input. No test sets a deadline or a profile of its own.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import Phase, settings
from typed_inputs import FY1995

from allotments.act1990 import Inputs

settings.register_profile("default", deadline=None, max_examples=30)
settings.register_profile("ci", deadline=None, max_examples=30, derandomize=True)
settings.register_profile(  # a failure is all that a mutant's death takes: no smallest example
    "mutants",
    settings.get_profile("ci"),
    max_examples=10,
    database=None,
    phases=(Phase.explicit, Phase.generate),
)
settings.register_profile("long", deadline=None, max_examples=3_000)
settings.register_profile("fuzz", deadline=None, max_examples=10_000, database=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@pytest.fixture(scope="session")
def fy1995() -> Inputs:
    """The typed inputs; of item 7 all States, and the mills of two groups, typed likewise."""
    return Inputs.model_validate(
        {
            **FY1995,
            "recorded": {
                "states": {
                    "Florida": 1_687_380,
                    "Hawaii": 773_180,
                    "Louisiana": 869_856,
                    "Puerto Rico": 71_397,
                    "Texas": 131_650,
                },
                "processors": {
                    "beet": {"Great Lakes Sugar Co": 49_983, "Holly Sugar Corp": 702_416},
                    "Texas": {"Rio Grande Valley Sugar Growers": 131_650},
                },
            },
        }
    )
