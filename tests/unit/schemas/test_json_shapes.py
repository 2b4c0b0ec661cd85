"""The JSON of both commands is what the published shapes say, no more and no less."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from lint_pbt import lint
from lint_pbt.model.run import JSON_VERSION, Run
from lint_pbt.reporters.json import lines as json_lines
from lint_pbt.reporters.json import report as json_report
from lint_pbt.reporters.parsed import json_object as parsed_json
from lint_pbt.rulebook.loader import make_tools
from lint_pbt.schemas import path_of
from tests.places import EXAMPLES
from tests.unit.reporters.full_run import full_run
from tests.unit.reporters.report_runs import sample_run, unlucky_run

RUNS = {
    "sample": sample_run,
    "unlucky": unlucky_run,
    "full": full_run,
    "nothing": Run,
    "text": lambda: lint([str(EXAMPLES / "poor.txt")]),
    "workbook": lambda: lint([str(EXAMPLES / "poor.xlsx")]),
    "pdf": lambda: lint([str(EXAMPLES / "poor.pdf")]),
}


def closed(name: str) -> jsonschema.Draft202012Validator:
    """The published schema, strict: a member that it does not name is a mistake here."""
    schema = json.loads(Path(path_of(name)).read_text("utf-8"))
    for definition in schema["$defs"].values():
        if "properties" in definition:
            definition["additionalProperties"] = False
    return jsonschema.Draft202012Validator(schema)


def complaints(name: str, written: Any) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in closed(name).iter_errors(written)]


@pytest.mark.parametrize("statistics", [False, True])
@pytest.mark.parametrize("run", RUNS)
def test_the_report_has_its_shape(run: str, statistics: bool) -> None:
    stream = io.StringIO()
    json_report.report(RUNS[run](), stream, statistics=statistics)
    written = json.loads(stream.getvalue())
    assert complaints("report", written) == []
    assert written["version"] == JSON_VERSION


@pytest.mark.parametrize("run", RUNS)
def test_each_line_has_its_shape(run: str) -> None:
    stream = io.StringIO()
    checked = RUNS[run]()
    json_lines.report(checked, stream)
    *documents, last = map(json.loads, stream.getvalue().splitlines())
    assert [error for line in (*documents, last) for error in complaints("lines", line)] == []
    assert [line["document"]["path"] for line in documents] == [one.path for one in checked.documents]
    assert last["version"] == JSON_VERSION


@pytest.mark.parametrize("run", RUNS)
def test_a_table_as_read_has_its_shape(run: str) -> None:
    stream = io.StringIO()
    parsed_json.report(RUNS[run](), stream, framework=make_tools().framework)
    written = json.loads(stream.getvalue())
    assert complaints("parsed", written) == []
    assert written["version"] == JSON_VERSION


def test_a_member_that_is_missing_or_of_another_kind_is_noticed() -> None:
    stream = io.StringIO()
    json_report.report(sample_run(), stream)
    written = json.loads(stream.getvalue())
    del written["findings"][0]["basis"]
    written["findings"][1]["line"] = "14"
    assert len(complaints("report", written)) == 2
