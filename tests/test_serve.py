"""Live preview: what is saved is shown, and no mistake ends the server."""

from __future__ import annotations

from pathlib import Path

from conftest import ROOT
from preview import free_port, read, running, said, wait
from tiny import CONFIG, LIBRARY, tiny


def test_serve_shows_what_is_saved_and_outlives_mistakes(tmp_path: Path) -> None:
    """Edits of page and `.bib` are shown; a broken, cut or missing `.bib` is said and survived."""
    folder = tmp_path / "site"
    site = tiny(folder, index="# Home\n\n[@knuth1984]\n\n{{ bibliography() }}")
    site.put("mkdocs.yml", CONFIG.replace("https://example.org/tiny/", ""))
    port = free_port()
    url, log = f"http://127.0.0.1:{port}/", tmp_path / "log"
    with running(["-m", "mkdocs", "serve", "-a", f"127.0.0.1:{port}"], folder, log) as process:
        assert "Knuth, 1984" in wait(url, lambda page: "Knuth, 1984" in page)

        site.put("bib/library.bib", LIBRARY.replace("year = 1984", "year = 1985"))
        assert "Knuth, 1985" in wait(url, lambda page: "Knuth, 1985" in page)

        site.put("docs/index.md", "[@lamport1994]\n\n{{ bibliography() }}")
        page = wait(url, lambda page: "Lamport, 1994" in page)
        assert "Lamport, 1994" in page
        assert "Knuth" not in page

        broken = LIBRARY.replace("Literate Programming}", "Literate Programming")
        site.put("bib/library.bib", broken.replace("lamport1994", "lamport94"))
        assert "@lamport1994" in wait(url, lambda page: "@lamport1994" in page)
        site.put("bib/library.bib", LIBRARY)
        assert "Lamport, 1994" in wait(url, lambda page: "Lamport, 1994" in page)
        site.put("bib/library.bib", LIBRARY[: LIBRARY.index("pages")])
        page = wait(url, lambda page: "refctx-notice" in page)
        assert "refctx-notice" in page
        assert "Lamport, 1994" in page
        (folder / "bib/library.bib").unlink()
        assert said(log, "missing-bibliography")
        site.put("bib/library.bib", LIBRARY.replace("year = 1994", "year = 1995"))
        assert "Lamport, 1995" in wait(url, lambda page: "Lamport, 1995" in page)

        assert process.poll() is None
    told = log.read_text(encoding="utf-8")
    assert "broken-entry the entry `knuth1984`" in told
    assert "bib/library.bib:1 unfinished-file the file ends" in told
    assert "docs/index.md:1 unknown-key `lamport1994`" in told
    assert "Traceback" not in told


def test_a_dirty_preview_keeps_what_it_does_not_rebuild(tmp_path: Path) -> None:
    """With `--dirty`, saving one page leaves numbers, links and lists right."""
    folder = tmp_path / "site"
    pages = {"index": "[@knuth1984]", "b": "[@lamport1994] [@knuth1984]"}
    tiny(folder, **pages, refs="{{ bibliography() }}")
    port = free_port()
    command = ["-m", "mkdocs", "serve", "--dirty", "-a", f"127.0.0.1:{port}"]
    url, log = f"http://127.0.0.1:{port}/tiny/", tmp_path / "log"
    with running(command, folder, log):
        assert "Lamport, 1994" in wait(url + "b/", lambda page: "Lamport, 1994" in page)
        (folder / "docs/b.md").write_text("More. [@lamport1994] [@knuth1984]", encoding="utf-8")
        saved = wait(url + "b/", lambda page: "More." in page)
        (folder / "docs/refs.md").write_text("More. {{ bibliography() }}", encoding="utf-8")
        listed = wait(url + "refs/", lambda page: "More." in page)

    assert 'id="refctx-bib-knuth1984-2" href="../refs/#bib-knuth1984"' in saved
    assert 'id="refctx-bib-lamport1994-1" href="../refs/#bib-lamport1994"' in saved
    assert 'id="bib-lamport1994"' in listed
    assert 'href="../b/#refctx-bib-knuth1984-2"' in listed
    assert "no-list" not in log.read_text(encoding="utf-8")


def test_the_preview_of_the_flagship_shows_both_languages(tmp_path: Path) -> None:
    """One command serves English at the root and Chinese below it, each with its own address."""
    port = free_port()
    url, log = f"http://127.0.0.1:{port}/", tmp_path / "log"
    with running(["scripts/flagship.py", "serve", "--port", str(port)], ROOT, log):
        english = wait(url, bool)
        chinese = wait(url + "zh-Hant/references/", bool)

        assert '<html lang="en"' in english
        assert f'rel="canonical" href="{url}"' in english
        assert '<html lang="zh-TW"' in chinese
        assert f'rel="canonical" href="{url}zh-Hant/references/"' in chinese
        assert "no-such-page" not in read(url + "no-such-page")
    assert "Traceback" not in log.read_text(encoding="utf-8")
