"""Macros are compiled once: in a process, and the package's own once for all processes."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import golden
import pytest
from jinja2 import Environment
from refctx import render
from refctx.compiled import Compiled
from refctx.page_macros import PACKAGED
from refctx.render import Macros
from refctx.sandbox import Sandbox
from refctx.settings import FEATURES

BIB = "".join(
    f"@book{{key{n}, author = {{Ann Ash and Bo B{n}}}, title = {{Title {n}}}, year = {1980 + n}}}\n"
    for n in range(40)
)
OWN = "{% macro probe(listing) %}OWN MACRO{% endmacro %}"


@pytest.fixture
def process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Compiled]:
    """Begins a process that keeps compiled macros below `tmp_path`."""
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "kept"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)

    def begin() -> Compiled:
        compiled = Compiled("macros", PACKAGED, made="now")
        monkeypatch.setattr(render, "_COMPILED", compiled)
        return compiled

    return begin


@pytest.fixture
def compilations(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each macro file was compiled."""
    found: Counter[str] = Counter()
    compile_one = Sandbox.compile

    def count(self: Sandbox, source: str, name: str, *rest: object, **more: object) -> object:
        found[name] += 1
        return compile_one(self, source, name, *rest, **more)

    monkeypatch.setattr(Sandbox, "compile", count)
    return found


def site(monkeypatch: pytest.MonkeyPatch, *folders: Path, works: int = 3) -> dict[str, str]:
    """The pages of a site that cites so many works."""
    macros = Macros(folders, features=FEATURES)
    monkeypatch.setattr(golden, "_macros", lambda *_: macros)
    cited = "\n\n".join(f"@key{n} and [see @key{n}, p. 3]" for n in range(works))
    own = "\n\n{{ probe() }}" if folders else ""
    text = f"# A\n\n{cited}\n\n{{{{ bibliography() }}}}{own}"
    result = golden.build(BIB, {"a.md": text}, {})[0]
    return {path: page.html for path, page in result.filled.items()}


def kept(compiled: Compiled) -> Path:
    """The file in which compiled macros are kept."""
    assert compiled.file is not None
    return compiled.file


def test_a_macro_is_compiled_once_in_a_process(
    process: Callable[[], Compiled],
    compilations: Counter[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """However many builds there are, and entries in them."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    compiled = process()
    first, again = site(monkeypatch, works=20), site(monkeypatch, works=20)

    assert first == again
    assert len(compilations) > 20
    assert set(compilations.values()) == {1}
    assert not kept(compiled).exists()


def test_the_next_process_compiles_nothing(
    process: Callable[[], Compiled],
    compilations: Counter[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It prints the same from what the first has left."""
    process()
    first = site(monkeypatch)
    compilations.clear()
    process()

    assert site(monkeypatch) == first
    assert not compilations


def test_templates_are_looked_for_once_whatever_the_number_of_works(
    process: Callable[[], Compiled], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Jinja is asked for as many templates for forty works as for one."""
    asked: list[str] = []
    get = Environment.get_template

    def note(self: Environment, name: str, *rest: object) -> object:
        asked.append(name)
        return get(self, name, *rest)

    monkeypatch.setattr(Environment, "get_template", note)
    process()
    site(monkeypatch, works=1)
    few = len(asked)
    asked.clear()
    site(monkeypatch, works=40)

    assert len(asked) == few


@pytest.mark.parametrize("fault", ["empty", "cut", "changed", "longer", "garbage", "a folder"])
def test_a_broken_file_is_not_used(
    process: Callable[[], Compiled],
    compilations: Counter[str],
    monkeypatch: pytest.MonkeyPatch,
    fault: str,
) -> None:
    """Its macros are compiled as if it were not there, and it is written anew."""
    file = kept(process())
    first = site(monkeypatch)
    whole, at = file.read_bytes(), 5000
    broken = {
        "empty": b"",
        "cut": whole[:at],
        "changed": whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :],
        "longer": whole + b"\0",
        "garbage": whole[:32] + b"\xe3" * 300,
    }
    file.unlink()
    if fault in broken:
        file.write_bytes(broken[fault])
    else:
        file.mkdir()
    compilations.clear()
    process()

    assert site(monkeypatch) == first
    assert "refctx/group.html" in compilations

    compilations.clear()
    process()
    site(monkeypatch)
    assert file.is_dir() == bool(compilations)


@pytest.mark.parametrize("maker", ["refctx.__version__", "refctx.compiled.MAGIC_NUMBER"])
def test_what_another_version_left_is_not_used(
    process: Callable[[], Compiled],
    compilations: Counter[str],
    monkeypatch: pytest.MonkeyPatch,
    maker: str,
) -> None:
    """Neither another refctx nor another Python reads it."""
    process()
    site(monkeypatch)
    compilations.clear()
    monkeypatch.setattr(maker, b"other" if maker.endswith("NUMBER") else "other")
    monkeypatch.setattr(
        "refctx.compiled._version", sys.modules["refctx.compiled"]._version.__wrapped__
    )
    process()
    site(monkeypatch)

    assert compilations


def test_a_macro_of_a_site_never_lands_on_the_disk(
    process: Callable[[], Compiled], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Neither one of its own nor one that stands in for the package's."""
    own = tmp_path / "own/refctx"
    own.mkdir(parents=True)
    (own / "probe.html").write_text(OWN, encoding="utf-8")
    (own / "permalink.html").write_text(
        "{% macro permalink(anchor, name) %}<b>OWN MACRO</b>{% endmacro %}", encoding="utf-8"
    )
    compiled = process()
    page = site(monkeypatch, tmp_path / "own")["a.md"]

    assert page.count("OWN MACRO") > 2
    assert kept(compiled).read_bytes()
    assert b"OWN MACRO" not in kept(compiled).read_bytes()
    assert [path for path in tmp_path.rglob("*") if path.is_file() and path.suffix != ".html"] == [
        kept(compiled)
    ]


def test_a_folder_that_cannot_be_made_is_no_fault(
    process: Callable[[], Compiled], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The site is built, and nothing is kept."""
    (tmp_path / "kept").write_text("a file", encoding="utf-8")
    process()

    assert "Ash" in site(monkeypatch)["a.md"]
    assert (tmp_path / "kept").read_text(encoding="utf-8") == "a file"


def test_a_changed_macro_of_the_package_is_compiled_anew(
    process: Callable[[], Compiled], tmp_path: Path
) -> None:
    """Each is known by the checksum of its text."""
    file = tmp_path / "package/a.html"
    file.parent.mkdir()
    for text in ("first", "second"):
        file.write_text(text, encoding="utf-8")
        compiled = Compiled("own", file.parent, made="now")
        code = Sandbox().compile(text, "a.html", str(file))
        bucket = compiled.get_bucket(Sandbox(), "a.html", str(file), text)
        assert bucket.code is None
        bucket.code = code
        compiled.dump_bytecode(bucket)
        compiled.save()
        again = Compiled("own", file.parent, made="now").get_bucket(
            Sandbox(), "a.html", str(file), text
        )
        assert again.code == code
