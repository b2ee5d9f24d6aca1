"""Hypothesis strategies: valid input for every model and every formula, by construction.

Needs Hypothesis, which the library itself does not. Nothing is drawn to be thrown away. Whatever
has quantities in it has their bounds, ``min_value`` and ``max_value``, in short tons where nothing
else is said; what there are several of has ``min_size`` and ``max_size``.
Those for the Act of 1990 are here; those for the Act of 2002 in ``strategies.act2002``.
The models are registered with Hypothesis, so that ``st.from_type(Inputs)`` works, too. What to hold
results against is in :mod:`allotments.invariants`.
"""

try:
    import hypothesis as _hypothesis  # noqa: F401 -- the first of all that needs it
except ModuleNotFoundError:
    raise ModuleNotFoundError(
        "strategies need Hypothesis: pip install hypothesis, or 'allotments[test]'",
        name="hypothesis",
    ) from None

from allotments.strategies import act1990, act2002
from allotments.strategies.act1990 import *  # noqa: F403 -- what it names; so its names are the first
from allotments.strategies.printing import printed_numbers, sources
from allotments.strategies.quantities import bases, crop_years, names, numbers, quantities
from allotments.strategies.registration import register, registered
from allotments.strategies.shares import KnownShare, known_shares
from allotments.strategies.wasde import balances, reports

__all__ = [
    "KnownShare",
    "act2002",
    "balances",
    "bases",
    "crop_years",
    "known_shares",
    "names",
    "numbers",
    "printed_numbers",
    "quantities",
    "registered",
    "reports",
    "sources",
]
__all__ += act1990.__all__

register()  # again, for a source tree that is not installed and whose entry point nobody finds
