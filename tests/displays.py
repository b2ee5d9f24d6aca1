"""HTML as notebooks show it."""

from __future__ import annotations

import re


def without_styles(html: str) -> str:
    """Return HTML without the styles of its elements, to hold its structure against what it is."""
    return re.sub(r" style='[^']*'", "", html)
