"""No two subjects say the same of the record; that every action is recorded is asked in ``tests/verbs``."""

from __future__ import annotations

from awards.audit.values import COMMON
from starrating.registry import summed


def test_no_two_subjects_name_the_same_action_or_value() -> None:
    codes = [action.code for action in summed("actions", "ACTIONS")]
    values = [*COMMON, *(key for key, _label in summed("actions", "VALUES"))]
    assert sorted(set(codes)) == sorted(codes)
    assert sorted(set(values)) == sorted(values)
