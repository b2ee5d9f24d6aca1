"""The inputs of FR Doc. 94-25622, items 1 and 3, typed from the notice, in short tons.

They are not read from the library's own data; ``test_fy1995.py`` reads the notice by itself.
"""

from __future__ import annotations

from typing import Any

FY1995: dict[str, Any] = {
    "fiscal_year": 1995,
    "estimates": {
        "consumption": 9_247_000,
        "reasonable_carryover_stocks": 1_278_000,
        "production": 7_890_000,
        "carry_in_stocks": 1_386_000,
    },
    "criteria": {
        "beet": {
            "past_marketings": 3_430_000,
            "processing_capacity": 4_408_000,
            "ability_to_market": 4_500_000,
        },
        "cane": {
            "past_marketings": 3_341_000,
            "processing_capacity": 3_539_000,
            "ability_to_market": 3_390_000,
        },
    },
    "weights": (25, 25, 50),
}
