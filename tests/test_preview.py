"""A file that is cut off in its middle: a preview shows it as it last was whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from refctx.parser import cut_off
from tiny import LIBRARY, Tiny, tiny

PAGE = "[@knuth1984] [@lamport1994]\n\n{{ bibliography() }}"
WHOLE = [0, LIBRARY.index("@book"), len(LIBRARY)]
# Where only a line's end is missing, or has just been written, the file is whole too.
WHOLE += [place - 1 for place in WHOLE if place]


def test_a_text_is_cut_off_wherever_an_entry_is_open() -> None:
    """The first line of the last entry is told at each place but those between two entries."""
    for place in range(len(LIBRARY) + 1):
        line = 1 if place < LIBRARY.index("@book") else 10
        assert cut_off(LIBRARY[:place]) == (0 if place in WHOLE else line), place


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Mail me @ home, or me@example.org",
        "@comment{anything @",
        "@book{a, title = {x} year = 2001}",
        "@book{a, title = {open}\n@book{b, title={x}}",
        "@book{b, title={x}}\n% by someone @ a place @",
        "@string{a = {b}}\n@preamble{{x}}",
    ],
)
def test_a_fault_is_no_cut(text: str) -> None:
    """A file that is faulty but goes on behind its fault, or holds no entry, is not cut off."""
    assert cut_off(text) == 0


class Preview:
    """A site in `mkdocs serve`, without the server: each build is a rebuild."""

    def __init__(self, site: Tiny, command: str = "serve") -> None:
        self.site, self.command = site, command

    def build(self) -> str:
        """Build once more; returns the home page."""
        config = load_config(str(self.site.root / "mkdocs.yml"))
        if self.command:
            config.plugins.on_startup(command=self.command, dirty=False)  # type: ignore[arg-type]
            self.command = ""
        build(config)
        return self.site.page("index.html")

    def save(self, text: str) -> str:
        """Write the library and build."""
        self.site.put("bib/library.bib", text)
        return self.build()


@pytest.mark.parametrize(
    "cut", [LIBRARY[:-30], LIBRARY[:100], LIBRARY + "@article{new,", "", LIBRARY + "\n@"]
)
def test_a_cut_file_leaves_the_last_good_pages_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cut: str
) -> None:
    """Pages stay as they were below a notice, which goes when the file is whole again."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    preview = Preview(tiny(tmp_path, index=PAGE, other="No citation."))
    good = preview.build()
    shown = preview.save(cut)

    assert "Lamport, 1994" in shown
    assert "Literate Programming" in shown
    assert '<div class="admonition warning refctx-notice" role="status">' in shown
    assert "bib/library.bib, line " in shown
    assert "refctx-notice" in preview.site.page("other/index.html")
    assert preview.save(LIBRARY) == good


def test_what_is_whole_is_shown_faults_and_all(tmp_path: Path) -> None:
    """An entry broken in the middle of a file is said as in a build, without a notice."""
    preview = Preview(tiny(tmp_path, index=PAGE))
    preview.build()
    shown = preview.save(LIBRARY.replace("Literate Programming}", "Literate Programming"))

    assert "refctx-notice" not in shown
    assert "Lamport, 1994" in shown


def test_without_a_good_state_the_file_is_shown_as_it_is(tmp_path: Path) -> None:
    """A file that is cut off when a preview begins gives what can be read of it."""
    preview = Preview(tiny(tmp_path, index=PAGE))

    assert "refctx-notice" not in preview.save(LIBRARY[:-30])
    assert "Lamport, n.d." in preview.site.page("index.html")


@pytest.mark.parametrize("command", ["build", "gh-deploy"])
def test_a_build_remembers_nothing(tmp_path: Path, command: str) -> None:
    """Only a preview keeps what a file held before."""
    preview = Preview(tiny(tmp_path, index=PAGE), command)
    preview.build()

    assert "refctx-notice" not in preview.save("")
    assert "Lamport, 1994" not in preview.site.page("index.html")


def test_the_notice_is_a_macro_of_the_site(tmp_path: Path) -> None:
    """A site prints the notice its own way; a broken macro is a finding and ends nothing."""
    site = tiny(tmp_path, index=PAGE)
    site.put(
        "mkdocs.yml",
        site.root.joinpath("mkdocs.yml")
        .read_text()
        .replace("{name: mkdocs}", "{name: mkdocs, custom_dir: overrides}"),
    )
    site.put("overrides/refctx/notice.html", "{% macro notice(places) %}<b>Wait.</b>{% endmacro %}")
    preview = Preview(site)
    preview.build()
    assert "<b>Wait.</b>" in preview.save(LIBRARY[:-30])

    site.put("overrides/refctx/notice.html", "{% macro notice(places) %}{{ no.way }}{% endmacro %}")
    assert "Lamport, 1994" in preview.build()
