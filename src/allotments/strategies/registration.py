"""What Hypothesis calls, through its entry point, as soon as it is imported.

From then on ``st.from_type(Inputs)`` works. Types are registered, not names of types, so all
models are imported with Hypothesis, and the strategies, whose package this module is in. They are
imported inside the function here: ``allotments.strategies`` can be half imported when it imports
Hypothesis, and Hypothesis this.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeAlias

Registered: TypeAlias = dict[type[Any], Callable[[], Any]]
"""Each model, and the function that returns its strategy."""


def register() -> None:
    """Register the strategy of every model, to be built when it is first asked for."""
    from hypothesis import strategies as st

    for kind, strategy in registered().items():
        st.register_type_strategy(kind, partial(_asked_for, strategy))


def _asked_for(strategy: Callable[[], Any], _kind: type[Any]) -> Any:
    return strategy()


def registered() -> Registered:
    """Return every model that is registered, and the function that returns its strategy.

    >>> from allotments.act1990 import Estimates
    >>> registered()[Estimates].__name__
    'estimates'
    """
    from allotments.notices import Notice
    from allotments.strategies import act1990, act2002, printing, shares, wasde

    every = (printing, shares, wasde, act1990, act2002)
    found = {kind: strategy for one in every for kind, strategy in one.REGISTERED.items()}
    return {**found, Notice: _notices}


def _notices() -> Any:
    from allotments.strategies import act1990, act2002

    since_2002 = act2002.notices() | act2002.partial_notices() | act2002.following_notices()
    return act1990.notices() | since_2002
