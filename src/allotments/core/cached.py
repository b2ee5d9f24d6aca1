"""Properties that are computed once for each object."""

from __future__ import annotations

import functools
from typing import Any, TypeVar

T = TypeVar("T")


class cached_property(functools.cached_property[T]):  # noqa: N801 -- as the one that it is
    """A property computed when it is first asked for, in every thread the same object.

    Before 3.12 Python's own has a lock that all objects of a class share: two threads that compute
    one property by way of another of other objects could wait for each other for ever.
    """

    def __get__(self, instance: Any, owner: type[Any] | None = None) -> T:  # type: ignore[override]
        if instance is None:
            return self  # type: ignore[return-value]
        value: T = vars(instance).setdefault(self.attrname, self.func(instance))
        return value
