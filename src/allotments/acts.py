"""The Acts by name, and the Act that something belongs to."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

_REGISTERED: dict[str, Any] = {"1990": SimpleNamespace(fast="allotments.act1990.fast")}


def register(act: Any) -> None:
    """Make a further Act known by its name."""
    _REGISTERED[act.name] = act


def act_of(one: Any) -> Any:
    """Return the Act of inputs."""
    return _REGISTERED[getattr(one, "act", "1990")]
