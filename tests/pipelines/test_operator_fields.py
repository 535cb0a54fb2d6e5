"""The resources for the Kubernetes operator have only fields that it knows; the schemas are written by hand."""

from __future__ import annotations

import jsonschema
import pytest
import yaml

from tests.pipelines.operator_fields import SCHEMAS
from tests.pipelines.repository import PIPELINES

MISTAKES = {
    "resyncFrequencySeconds": "resyncFrequency",
    "workspaceTemplate": "workspaceTemplates",
    "podTemplate": "pod",
    "properties": "property",
    "programRef": "program",
    "literal": "value",
}


def _checked(text: str) -> list[str]:
    """Return the kinds that were compared with a schema.

    Raises:
        jsonschema.ValidationError: a resource does not fit.
    """
    checked = []
    for one in yaml.safe_load_all(text):
        if one["apiVersion"] == "pulumi.com/v1":
            jsonschema.Draft202012Validator(SCHEMAS[one["kind"]]).validate(one)
            checked.append(one["kind"])
    return checked


def test_the_resources_have_only_fields_that_the_operator_knows() -> None:
    assert _checked((PIPELINES / "kubernetes.yaml").read_text(encoding="utf-8")) == ["Program", "Stack"]


@pytest.mark.parametrize("field", MISTAKES)
def test_a_misspelled_field_of_the_operators_resources_is_refused(field: str) -> None:
    text = (PIPELINES / "kubernetes.yaml").read_text(encoding="utf-8")
    assert f"{field}:" in text
    with pytest.raises(jsonschema.ValidationError):
        _checked(text.replace(f"{field}:", f"{MISTAKES[field]}:"))
