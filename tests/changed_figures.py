"""Determinations and notices with other figures in them, which need not be valid input."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from typing import Any

from allotments.core.errors import InvalidInput
from allotments.figures.figure import Figure, Key
from allotments.notices import Notice, PrintedFigure
from allotments.printed_place import exchanged

ITEMS = ("estimates", "criteria")  # whose last step is an item, and not a recipient


def with_figures(
    determination: Any, origins: Mapping[str, Any] | None = None, **families: Any
) -> Any:
    """The determination with other contents of some families.

    A number, numbers by recipient, or by group and recipient; ``None`` for what is not established.
    *origins* are those of States ("states") and of groups of processors.
    """
    figures = {p: one for p, one in determination.figures.items() if one.family not in families}
    for family, content in families.items():
        for key, value in _leaves(family, content):
            old = determination.figures.get(key.path)
            new = Figure(key, key.path, key.recipient, value, "recorded", "")
            figures[key.path] = replace(old, value=value) if old else new
    for path, one in figures.items():
        origin = (origins or {}).get(one.group or one.family)
        if origin and one.family in ("states", "processors"):
            figures[path] = replace(one, origin=origin)
    return replace(determination, figures=figures)


def _leaves(family: str, content: Any) -> Iterator[tuple[Key, Any]]:
    if content is None:
        return
    if not isinstance(content, Mapping):
        yield Key(family), content
        return
    for name, inner in content.items():
        if family == "estimates":
            yield Key(family, item=name), inner
        elif not isinstance(inner, Mapping):
            yield Key(family, "", name), inner
        else:
            for last, value in inner.items():
                key = Key(family, "", name, last) if family in ITEMS else Key(family, name, last)
                yield key, value


def with_one_changed(notice: Notice) -> Iterator[tuple[PrintedFigure, Notice]]:
    """Yield each figure twice, with the notice that has it one unit of its last digit off.

    Of a misprint that is named, what was meant is changed: what is printed is wrong in any case.
    What is refused, such as -1, is left out.
    """
    for figure in notice.figures():
        number = figure.number
        name, value = "value", number.value
        if number.meant is not None:
            name, value = "meant", number.meant
        unit = number.resolution or Decimal(1).scaleb(-number.places)
        for changed in (value + unit, value - unit):
            with suppress(InvalidInput):
                new = number.replace(**{name: changed})
                places = list(notice.printed)
                places[figure.block] = exchanged(places[figure.block], number, new)
                yield figure, notice.model_copy(update={"printed": places})
