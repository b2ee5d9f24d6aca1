"""Build docs/notice.schema.json, the JSON Schema of a notice file, from the models that read it.

    .venv/bin/python builders/build_notice_schema.py

What a schema cannot say (that names differ, that inputs are complete, that units fit) the library
says when it loads the file. tests/test_notices.py builds the schema again and compares.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic.json_schema import (
    GenerateJsonSchema,
    JsonSchemaMode,
    JsonSchemaValue,
    models_json_schema,
)
from pydantic_core.core_schema import NullableSchema, WithDefaultSchema

from allotments.acts import act_named
from allotments.acts import names as act_names
from allotments.core.base_model import Model
from allotments.notices import Notice

ROOT = Path(__file__).parents[1]
MODE: JsonSchemaMode = "validation"
TARGET = ROOT / "docs" / "notice.schema.json"


class TomlSchema(GenerateJsonSchema):
    """JSON Schema of what a TOML file can hold: a key may be absent, and is never null."""

    def nullable_schema(self, schema: NullableSchema) -> JsonSchemaValue:
        """Return the schema of the value alone."""
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: WithDefaultSchema) -> JsonSchemaValue:
        """Return the schema without a default: descriptions tell what an absent key means."""
        return self.generate_inner(schema["schema"])


def main() -> None:
    """Write the file."""
    TARGET.write_text(build(), encoding="utf-8")
    print(f"wrote {TARGET.relative_to(ROOT)}")


def build() -> str:
    """Return the text of docs/notice.schema.json."""
    places = {name: act_named(name).place for name in act_names()}
    kinds: list[type[Model]] = [Notice, *places.values()]
    models: list[tuple[type[Model], JsonSchemaMode]] = [(model, MODE) for model in kinds]
    references, found = models_json_schema(models, schema_generator=TomlSchema)
    definitions = found["$defs"]
    definitions.pop("Place", None)  # what all Acts' places share
    schema = definitions.pop("Notice")
    schema["properties"]["act"]["enum"] = act_names()
    schema["properties"]["printed"].pop("items", None)  # which are the Act's own
    cases = [
        {
            "if": {"properties": {"act": {"const": name}}},
            "then": {"properties": {"printed": {"items": references[model, MODE]}}},
        }
        for name, model in places.items()
    ]
    shared: dict[str, Any] = {}
    published = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A notice of sugar marketing allotments",
        **plain({"$defs": definitions, **schema}, shared),
        "allOf": cases,
    }
    published["$defs"] |= shared
    return json.dumps(published, indent=2, ensure_ascii=False) + "\n"


def plain(schema: Any, shared: dict[str, Any]) -> Any:
    """Return *schema* with a model's first sentence alone, and each list of names given once.

    The titles that pydantic makes of the keys go, and the lists of names go to *shared*.
    """
    if isinstance(schema, list):
        return [plain(inner, shared) for inner in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: plain(value, shared) for key, value in schema.items()}
    if isinstance(kept.get("title"), str):
        del kept["title"]
    if isinstance(kept.get("description"), str):
        kept["description"] = kept["description"].split("\n\n")[0]
    if "propertyNames" in kept:
        names = kept["propertyNames"]
        known = [name for name, value in shared.items() if value == names]
        name = known[0] if known else f"Names{len(shared) + 1}"
        shared[name] = names
        kept["propertyNames"] = {"$ref": f"#/$defs/{name}"}
    return kept


if __name__ == "__main__":
    main()
