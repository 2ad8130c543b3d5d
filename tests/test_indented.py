"""JSON with a value to a line."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st
from refctx.indented import indented

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.lists(inner).map(tuple) | st.dictionaries(st.text(), inner),
)


@given(VALUES)
def test_it_is_what_the_library_writes(value: object) -> None:
    """Sign for sign, whatever the value is made of."""
    assert indented(value) == json.dumps(value, ensure_ascii=False, indent=1)
