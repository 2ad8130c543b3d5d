"""What a site prints lies in the folder of its mkdocs.yml."""

from __future__ import annotations

from pathlib import Path

import pytest
from refctx.cli import main
from tiny import CONFIG, Tiny, tiny

OUTSIDE = "@book{secret, title={Not for the world}, author={Doe, Jo}, year={2001}}\n"
PAGE = "[@secret] [@knuth1984]\n\n{{ bibliography() }}"


def _site(root: Path, option: str = "") -> Tiny:
    root.parent.joinpath("outside.bib").write_text(OUTSIDE, encoding="utf-8")
    site = tiny(root, index=PAGE)
    return site.put("mkdocs.yml", CONFIG.replace("[refctx]", f"[refctx: {{{option}}}]"))


@pytest.mark.parametrize("path", ["../outside.bib", "..", "bib/../../outside.bib"])
def test_a_path_cannot_lead_out_of_the_project(tmp_path: Path, path: str) -> None:
    """A bibliography beside the project's folder is not read, and a finding says so."""
    site = _site(tmp_path / "site", f"bibliography: [bib, {path}]").build()

    assert "Not for the world" not in site.page("index.html")
    assert "Literate Programming" in site.page("index.html")
    named = {"..": "..", "../outside.bib": "../outside.bib"}.get(path, "../outside.bib")
    assert any(m.startswith(f"refctx: {named} outside-project ") for m in site.messages)


def test_an_absolute_path_is_held_to_the_same(tmp_path: Path) -> None:
    """A path from the root of the disk is read if it lies in the project, else it is not."""
    library, outside = tmp_path / "site/bib/library.bib", tmp_path / "outside.bib"
    site = _site(tmp_path / "site", f"bibliography: ['{library}', '{outside}']").build()

    assert "Literate Programming" in site.page("index.html")
    assert "Not for the world" not in site.page("index.html")


@pytest.mark.parametrize("link", ["bib/linked.bib", "more"])
def test_a_symbolic_link_cannot_either(tmp_path: Path, link: str) -> None:
    """A link in the project to a file or folder outside of it is not read."""
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.bib").write_text(OUTSIDE, encoding="utf-8")
    site = _site(tmp_path / "site", "bibliography: [bib, more]")
    (site.root / link).symlink_to(folder if link == "more" else folder / "a.bib")
    site.build()

    assert "Not for the world" not in site.page("index.html")
    assert any(f"{link} outside-project" in message for message in site.messages)


def test_a_link_within_the_project_is_followed(tmp_path: Path) -> None:
    """A link to a file of the project is as good as the file, and so is a linked project."""
    _site(tmp_path / "site").put("shelf/a.bib", OUTSIDE)
    (tmp_path / "site/bib/a.bib").symlink_to(tmp_path / "site/shelf/a.bib")
    (tmp_path / "linked").symlink_to(tmp_path / "site")
    site = Tiny(tmp_path / "linked").build()

    assert "Not for the world" in site.page("index.html")
    assert not [message for message in site.messages if "outside-project" in message]


@pytest.mark.parametrize("style", ["../../../evil", "/evil", "apa/../../../../evil"])
def test_a_style_is_a_folder_below_refctx(tmp_path: Path, style: str) -> None:
    """A style's name that climbs out of the folder of styles is none."""
    (tmp_path / "evil").mkdir()
    (tmp_path / "evil/rules.html").write_text("{% set labels = {} %}", encoding="utf-8")
    site = _site(tmp_path / "site", f"style: '{style}'").build()

    assert site.aborted
    assert any(f"there is no style `{style}`" in message for message in site.messages)


def test_check_says_it_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`refctx check` finds the path an error; a file named on its command line it just reads."""
    _site(tmp_path / "site", "bibliography: [bib, ../outside.bib]")
    monkeypatch.chdir(tmp_path / "site")
    assert main(["check"]) == 1
    assert "../outside.bib outside-project this leads out of" in capsys.readouterr().out

    assert main(["check", "../outside.bib"]) == 0
