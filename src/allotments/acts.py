"""The Acts by name, and the Act that something belongs to.

The one module that lists them. An Act is imported when it is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from allotments.core.exact import shown
from allotments.figures.act import Act

_MODULES = {"1990": "allotments.act1990.act", "2002": "allotments.act2002.act"}
_REGISTERED: dict[str, Act] = {}


def names() -> list[str]:
    """Return the names of all Acts.

    >>> "1990" in names()
    True
    """
    return list(_MODULES | _REGISTERED)


def register(act: Act) -> None:
    """Make a further Act known by its name, such as one of your own."""
    _REGISTERED[act.name] = act


def act_named(name: Any) -> Act:
    """Return the Act of that name.

    >>> act_named("1990").unit
    'TST'

    Raises
    ------
    ValueError
        If there is none.
    """
    if not isinstance(name, str) or name not in names():
        raise ValueError(f"found {shown(name)}, expected {' or '.join(map(repr, names()))}")
    if name in _REGISTERED:
        return _REGISTERED[name]
    act: Act = import_module(_MODULES[name]).ACT
    return act


def act_of(one: Any) -> Act:
    """Return the Act of a determination, of inputs or of a notice: each says which it is under."""
    return act_named(one.act)
