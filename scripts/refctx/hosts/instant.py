"""Material's instant navigation, and pages that do without it.

It takes a page in one piece, and takes a page anew at the first jump within it. That is a moment
for most pages, and half a second for one of ten thousand entries.
"""

from __future__ import annotations

import json
import re

_CONFIG = re.compile(r'(<script id="__config" type="application/json">)(.*?)(</script>)', re.DOTALL)
_FEATURE = "navigation.instant"


def without_instant(html: str) -> str:
    """A page of Material with nothing of instant navigation switched on; others as they are."""

    def config(found: re.Match[str]) -> str:
        data = json.loads(found[2])
        features = data.get("features") or []
        data["features"] = [name for name in features if not name.startswith(_FEATURE)]
        return found[1] + json.dumps(data, ensure_ascii=False).replace("<", "\\u003c") + found[3]

    return _CONFIG.sub(config, html, count=1)
