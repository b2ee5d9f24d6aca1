"""Plain data: what the records and the JSON of every view have in common."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pydantic import ConfigDict

PLAIN = ConfigDict(extra="forbid", use_attribute_docstrings=True)
"""For ``pydantic.with_config``: a published schema holds a record's keys and their docstrings."""


def as_json(data: Mapping[str, Any]) -> str:
    r"""Return *data* as JSON, to be read by people too.

    >>> print(as_json({"format": 1, "State": "Añasco"}))
    {
      "format": 1,
      "State": "Añasco"
    }
    """
    return json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False)
