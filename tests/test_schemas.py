"""JSON there and back: of models, and of results, whose published schemas are those of the code."""

from __future__ import annotations

import json
import runpy
from functools import cache
from pathlib import Path
from typing import Any, get_type_hints

import jsonschema
import pytest
from pydantic import TypeAdapter
from pydantic.version import version_short
from results import kinds, results, typed_records
from test_copies import parts

import allotments
from allotments import tables
from allotments.command_line import ReproductionData, main
from allotments.core.base_model import Model
from allotments.display.result import Published

ROOT = Path(__file__).parents[1]
BUILDER = runpy.run_path(str(ROOT / "builders" / "build_json_schemas.py"))
NAMES = tuple(BUILDER["TYPES"])
PARTS = list(parts(results()))


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


def form_of(kind: type[Published]) -> Any:
    return get_type_hints(kind.data)["return"]


def test_every_json_form_has_a_schema() -> None:
    """A new one is not done until the builder has it."""
    forms = {record for record in typed_records() if "format" in record.__annotations__}
    assert forms == set(BUILDER["TYPES"].values())
    published = {kind for kind in kinds() if issubclass(kind, Published)} - {Published}
    assert {form_of(kind) for kind in published} <= forms


def test_the_json_of_every_result_is_read_back_and_fits_its_schema(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """As a schema of JSON reads it, and as pydantic reads its type; of both Acts."""
    written = [
        (form_of(type(one)), one.to_json(), one.data())
        for one in PARTS
        if isinstance(one, Published)
    ]
    for name in ("fy1995", "fy2025"):
        determination = allotments.determine(allotments.load(name))
        written.append((tables.TablesData, tables.json(determination), tables.data(determination)))
        assert 0 == main(["reproduce", name, "--json"])
        text = capsys.readouterr().out
        written.append((ReproductionData, text, json.loads(text)))
    names = {form: name for name, form in BUILDER["TYPES"].items()}
    for form, text, data in written:
        published = (ROOT / "docs" / f"{names[form]}.schema.json").read_text(encoding="utf-8")
        jsonschema.validate(json.loads(text), json.loads(published))
        assert data == json.loads(text) == TypeAdapter(form).validate_json(text)
    assert set(names) == {form for form, _, _ in written}


@cache
def validator(kind: type[Model]) -> Any:
    return jsonschema.Draft202012Validator(kind.model_json_schema(mode="serialization"))


@pytest.mark.filterwarnings("ignore:Default value 0 is not JSON")  # pydantic 2.7, of a fraction
def test_every_model_is_dumped_as_its_own_schema_says() -> None:
    models = [part for part in PARTS if isinstance(part, Model)]
    models += [allotments.load(name) for name in allotments.bundled()]
    for one in models:
        validator(type(one)).validate(json.loads(one.model_dump_json()))
