"""Material's instant navigation, and pages that do without it.

It takes a page in one piece, and takes it anew at the first jump within it: a moment for most
pages, and half a second for one of ten thousand entries.
"""

from __future__ import annotations

import json
import re

_CONFIG = re.compile(
    r'(?P<begin><script id="__config" type="application/json">)(?P<data>.*?)(?P<end></script>)',
    re.DOTALL,
)
_FEATURE = "navigation.instant"


def without_instant(html: str) -> str:
    """A page of Material with nothing of instant navigation switched on; any other as it is."""

    def config(found: re.Match[str]) -> str:
        data = json.loads(found["data"])
        features = data.get("features") or []
        data["features"] = [name for name in features if not name.startswith(_FEATURE)]
        return found["begin"] + json.dumps(data).replace("<", "\\u003c") + found["end"]

    return _CONFIG.sub(config, html, count=1)
