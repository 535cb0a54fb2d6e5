"""Select the cases of a long table for `make test`; `make proof` runs all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import pytest

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    from _pytest.mark import ParameterSet

Case = TypeVar("Case")


def sampled(cases: Iterable[Case], here: Container[Case]) -> list[ParameterSet]:
    """Return all cases as parameters; `make test` skips those that are not in `here`.

    A tuple is a case with several parameters.
    """
    return [_parameter(case, case in here) for case in cases]


def sampled_items(cases: Mapping[str, Any], here: Container[str]) -> list[ParameterSet]:
    """Return name and value of all cases, with the name as the test's id; `here` has names, as in `sampled`."""
    return [pytest.param(name, case, id=name, marks=_marks(name in here)) for name, case in cases.items()]


def sampled_values(cases: Mapping[str, Any], here: Container[str]) -> list[ParameterSet]:
    """Return the values of all cases, with the name as the test's id; `here` has names, as in `sampled`."""
    return [pytest.param(*_values(case), id=name, marks=_marks(name in here)) for name, case in cases.items()]


def _parameter(case: object, here: bool) -> ParameterSet:  # noqa: FBT001
    return pytest.param(*_values(case), marks=_marks(here))


def _values(case: object) -> tuple[object, ...]:
    return case if isinstance(case, tuple) else (case,)


def _marks(here: bool) -> tuple[pytest.MarkDecorator, ...]:  # noqa: FBT001
    return () if here else (pytest.mark.proof,)
