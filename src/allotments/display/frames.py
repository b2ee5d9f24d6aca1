"""Records as data frames. Neither pandas nor polars is imported before it is asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any


class Framed:
    """What has records, and gives them as a data frame of either library."""

    __slots__ = ()

    def records(self) -> Sequence[Mapping[str, Any]]:
        """Return plain data: a record for each row of a frame."""
        raise NotImplementedError

    def to_pandas(self) -> Any:
        """Return the records as a ``pandas.DataFrame``; needs pandas."""
        return pandas_frame(self.records())

    def to_polars(self) -> Any:
        """Return the records as a ``polars.DataFrame``; needs polars."""
        return polars_frame(self.records())


def pandas_frame(records: Sequence[Mapping[str, object]]) -> Any:
    """Return *records* as a ``pandas.DataFrame``."""
    return optional_library("pandas", "pandas").DataFrame(list(records))


def polars_frame(records: Sequence[Mapping[str, object]]) -> Any:
    """Return *records* as a ``polars.DataFrame``, columns of the kind that their values have."""
    return optional_library("polars", "polars").DataFrame(list(records), infer_schema_length=None)


def optional_library(name: str, install: str) -> Any:
    """Return a library that only some need.

    Raises
    ------
    ModuleNotFoundError
        If it is not installed: with *install*, what installs it.
    """
    try:
        return import_module(name)
    except ModuleNotFoundError:
        raise ModuleNotFoundError(f"this needs {name}: pip install {install}") from None
