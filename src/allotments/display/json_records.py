"""Plain data: what the records and the JSON of every view have in common."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pydantic import ConfigDict, with_config
from typing_extensions import TypedDict  # pydantic reads no other before Python 3.12

from allotments.figures.figure import Exact, Figure, Key, Origin

PLAIN = ConfigDict(extra="forbid", use_attribute_docstrings=True)
"""For ``pydantic.with_config``: a published schema holds a record's keys and their docstrings."""


@with_config(PLAIN)
class NamedRecord(TypedDict):
    """What names a figure in plain data."""

    figure: str
    """Its path in the determination, such as `sectors.beet`."""
    title: str
    """Its name in the field's words."""
    family: str
    """What kind of figure it is, such as `sectors`."""
    group: str
    """The group within the family, such as a State; empty where there is none."""
    recipient: str
    """Whose figure it is; empty where it is nobody's."""
    unit: str
    """Of its values: `short tons` (raw value), `ratio`, or empty for a count."""


@with_config(PLAIN)
class FigureRecord(NamedRecord):
    """A figure as plain data."""

    short_tons: float | None
    """The quantity as the nearest binary number; null where the unit is another."""
    value: float
    """The same in `unit`, whatever that is."""
    exact: str
    """The exact value: a whole number, or a ratio of two."""
    origin: Origin
    """How it came about; `input` is as printed or as supposed instead."""
    source: str
    """The paragraph of the Act, or where a constant stands."""


def name_record(key: Key, title: str, unit: str) -> NamedRecord:
    """Return what names a figure as plain data."""
    return {
        "figure": key.path,
        "title": title,
        "family": key.family,
        "group": key.group,
        "recipient": key.recipient,
        "unit": unit,
    }


def figure_record(figure: Figure) -> FigureRecord:
    """Return a figure as plain data."""
    return {
        **name_record(figure.key, figure.title, figure.unit),
        "figure": figure.path,
        "short_tons": float(figure.value) if figure.unit == "short tons" else None,
        "value": float(figure.value),
        "exact": str(figure.value),
        "origin": figure.origin,
        "source": figure.paragraph,
    }


def number(value: Exact | None) -> float | None:
    """Return an exact number as the nearest binary one."""
    return None if value is None else float(value)


def text(value: Exact | None) -> str | None:
    """Return an exact number as text: a whole number, or a ratio of two."""
    return None if value is None else str(value)


def as_json(data: Mapping[str, Any]) -> str:
    r"""Return *data* as JSON, to be read by people too.

    >>> print(as_json({"format": 1, "State": "Añasco"}))
    {
      "format": 1,
      "State": "Añasco"
    }
    """
    return json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False)
