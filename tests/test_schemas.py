"""The published schemas of the commands' JSON are those of the code."""

from __future__ import annotations

import json
import runpy
from pathlib import Path

import jsonschema
import pytest
from pydantic.version import version_short

ROOT = Path(__file__).parents[1]
BUILDER = runpy.run_path(str(ROOT / "builders" / "build_json_schemas.py"))
NAMES = tuple(BUILDER["TYPES"])


@pytest.mark.skipif(
    tuple(map(int, version_short().split("."))) < (2, 10),
    reason="before 2.10 pydantic words a schema otherwise",
)
@pytest.mark.parametrize("name", NAMES)
def test_a_published_schema_is_what_the_builder_builds(name: str) -> None:
    """If this fails: run builders/build_json_schemas.py; a new version where a meaning changes."""
    published = (ROOT / "docs" / f"{name}.schema.json").read_text(encoding="utf-8")
    assert json.loads(BUILDER["schema"](name)) == json.loads(published)
    jsonschema.Draft202012Validator.check_schema(json.loads(published))


@pytest.mark.parametrize("name", NAMES)
def test_every_key_is_described_and_no_other_is_allowed(name: str) -> None:
    schema = json.loads(BUILDER["schema"](name))
    for record in [schema, *schema.get("$defs", {}).values()]:
        assert record["description"]
        assert record["additionalProperties"] is False
        assert set(record["properties"]) == set(record["required"])
        for key, described in record["properties"].items():
            assert described.get("description"), key
