"""Build docs/*.schema.json, one for the JSON of each command, from the types it is made of.

    .venv/bin/python builders/build_json_schemas.py

A test builds them again and compares.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from allotments.command_line import ReproductionData
from allotments.comparison import ComparisonData
from allotments.display.json_records import FigureRecord, NamedRecord
from allotments.explanations import ExplanationData
from allotments.program_history import HistoryData
from allotments.projection import ProjectionData
from allotments.tables import TablesData
from allotments.verification import CorpusData, VerificationData

DOCS = Path(__file__).parents[1] / "docs"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
TYPES: dict[str, Any] = {
    "comparison": ComparisonData,
    "corpus": CorpusData,
    "explanation": ExplanationData,
    "history": HistoryData,
    "projection": ProjectionData,
    "reproduction": ReproductionData,
    "tables": TablesData,
    "verification": VerificationData,
}


def schema(name: str) -> str:
    """Return a schema as the text of its file."""
    built = {"$schema": DIALECT, **_described(TypeAdapter(TYPES[name]).json_schema())}
    built["title"] = f"allotments: {name}, format {built['properties']['format']['const']}"
    return json.dumps(_without_titles(built, top=True), indent=2) + "\n"


def _described(built: dict[str, Any]) -> dict[str, Any]:
    """Return a schema whose records have the descriptions of the fields that they inherit, too."""
    inherited = {
        key: described
        for record in (FigureRecord, NamedRecord)
        for key, described in TypeAdapter(record).json_schema()["properties"].items()
    }
    for record in built.get("$defs", {}).values():
        for key, described in record["properties"].items():
            if "description" not in described:
                described.update(inherited[key])
    return built


def _without_titles(node: Any, *, top: bool = False) -> Any:
    """Return *node* without the titles that only repeat a key."""
    if isinstance(node, list):
        return [_without_titles(one) for one in node]
    if not isinstance(node, dict):
        return node
    return {
        key: {name: _without_titles(one) for name, one in value.items()}
        if key in ("properties", "$defs")
        else _without_titles(value)
        for key, value in node.items()
        if top or key != "title"
    }


if __name__ == "__main__":
    for each in TYPES:
        (DOCS / f"{each}.schema.json").write_text(schema(each), encoding="utf-8")
