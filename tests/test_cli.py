"""The command line: what it says, where, in which form, and how it ends."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from refctx import written
from refctx.cli import main
from refctx.codes import LEVELS
from refctx.model import Finding, Place
from tiny import CONFIG, LIBRARY, Tiny, tiny

BAD = LIBRARY + "@book{again, title = {T}, isbn = {9780306406158}, year = 2001, editor={E, D}}\n"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tiny:
    """A site with a fault in a page and one in its library, which is also the current folder."""
    monkeypatch.chdir(tmp_path)
    page = "# Home\n\nAs [@knuth1984; @knut1984] says.\n\n{{ bibliography() }}\n"
    return tiny(tmp_path, index=page).put("bib/library.bib", BAD)


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What was printed."""
    return capsys.readouterr().out.splitlines()


def files(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def test_check_says_what_a_build_would_and_writes_nothing(
    site: Tiny, capsys: pytest.CaptureFixture[str]
) -> None:
    """Findings of pages and library stand in order of files; an error is exit code 1."""
    before = files(site.root)

    assert main(["check"]) == 1
    first, second, last = lines(capsys)
    assert first.startswith("bib/library.bib:16 bad-isbn `9780306406158` in the field `isbn` of")
    assert second.startswith("docs/index.md:3")
    assert " unknown-key `knut1984` is not in the bibliography. Did you mean `knuth1984`?" in second
    assert last == "1 error, 1 warning, 5 notes (--level info shows the notes)"
    assert files(site.root) == before


def test_levels_and_codes_can_be_chosen(site: Tiny, capsys: pytest.CaptureFixture[str]) -> None:
    """`--level` shows from that level on, `--only` some codes, `--strict` fails on warnings."""
    main(["check", "--level", "error"])
    assert [line.split()[1] for line in lines(capsys)[:-1]] == ["unknown-key"]
    assert main(["check", "--level", "info", "--only", "uncited-entry"]) == 1
    assert [line.split()[1] for line in lines(capsys)[:-1]] == ["uncited-entry"] * 2

    site.put("docs/index.md", "[@knuth1984] {{ bibliography() }}")
    assert main(["check"]) == 0
    assert main(["check", "--strict"]) == 1


def test_options_and_comments_judge(site: Tiny, capsys: pytest.CaptureFixture[str]) -> None:
    """A rule of the site or of a comment silences; one that concerns nothing is said."""
    options = "{refctx: {findings: {unknown-key: {keys: {knut1984: ignore, other: info}}}}}"
    site.put("mkdocs.yml", CONFIG.replace("[refctx]", f"[{options}]"))
    comment = "% refctx: ignore bad-isbn, bad-issn -- out of print\n@book{again"
    site.put("bib/library.bib", BAD.replace("@book{again", comment))

    nothing = "concerns no finding. Take the rule out."
    codes = ["unused-rule", "bad-isbn", "unknown-key"]
    assert main(["check", "--level", "info", *(f"--only={code}" for code in codes)]) == 0
    assert lines(capsys) == [
        f"bib/library.bib:16 unused-rule `ignore bad-issn` of `again` {nothing}",
        f"mkdocs.yml unused-rule `info unknown-key` of `other` {nothing}",
        "2 notes",
    ]


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("{uncited: ignore}", "there is no finding `uncited`; did you mean `uncited-entry`?"),
        (
            "{odd-name: loud}",
            "findings: odd-name: `loud` is no level; expected error | warn | info",
        ),
        ("{odd-name: {key: {}}}", "`key` is not understood; expected level, keys or paths"),
        ("{odd-name: {keys: [a]}}", "findings: odd-name: keys: expected a map"),
    ],
)
def test_a_wrong_option_is_a_message(
    site: Tiny, capsys: pytest.CaptureFixture[str], option: str, said: str
) -> None:
    """The message names the option, what was found and what was expected."""
    site.put("mkdocs.yml", CONFIG.replace("[refctx]", f"[{{refctx: {{findings: {option}}}}}]"))

    assert main(["check"]) == 2
    assert said in capsys.readouterr().err
    assert main(["check", "bib"]) == 2
    assert said in capsys.readouterr().err
    assert site.build().aborted
    assert any(said in message for message in site.messages)


def test_bibliographies_alone_can_be_checked(
    site: Tiny, capsys: pytest.CaptureFixture[str]
) -> None:
    """Named files are read without their site; its rules count."""
    assert main(["check", "bib/library.bib"]) == 0
    assert [line.split()[1] for line in lines(capsys)[:-1]] == ["bad-isbn"]

    site.put("mkdocs.yml", CONFIG.replace("[refctx]", "[{refctx: {findings: {bad-isbn: error}}}]"))
    assert main(["check", "bib"]) == 1


@pytest.mark.parametrize(
    "config",
    [
        "plugins: [search, {nowhere: {}}, {refctx: {findings: {bad-isbn: error}}}]",
        "plugins: {nowhere: {}, refctx: {findings: {bad-isbn: error}}}",
        "INHERIT: other.yml\nplugins: {refctx: {findings: {bad-isbn: error}}}",
    ],
)
def test_the_rules_of_a_site_are_read_without_its_environment(site: Tiny, config: str) -> None:
    """For bibliographies alone neither theme nor plugins of the site need be installed."""
    odd = "theme: {name: nowhere}\nx: !!python/name:nowhere.at_all\ny: !relative $docs_dir\n"
    site.put("mkdocs.yml", odd + config).put("other.yml", "plugins: {nowhere: {}}")

    assert main(["check", "bib"]) == 1


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ("site_name: Tiny", "refctx is no plugin of this site; add it to `plugins:`."),
        ("plugins: [refctx", "MkDocs encountered an error parsing the configuration file"),
        ("plugins: 3", "this is no configuration of MkDocs."),
        ("Just words", "this is no configuration of MkDocs."),
        ("plugins: {refctx: {findings: 3}}", "this is no configuration of MkDocs."),
    ],
)
def test_rules_that_cannot_be_read_are_a_message(
    site: Tiny, capsys: pytest.CaptureFixture[str], config: str, said: str
) -> None:
    """Exit code 2 and one message, no traceback."""
    site.put("mkdocs.yml", config)

    assert main(["check", "bib"]) == 2
    assert capsys.readouterr().err.startswith(f"refctx: mkdocs.yml: {said}")


def test_pages_can_be_named(site: Tiny, capsys: pytest.CaptureFixture[str]) -> None:
    """Only findings of the pages that are named are shown."""
    site.put("docs/other.md", "[@nobody]")
    main(["check", "docs/other.md"])
    assert [line.split()[0].split(":")[0] for line in lines(capsys)[:-1]] == ["docs/other.md"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere.bib"], "nowhere.bib: there is no such file or folder."),
        (["-f", "other.yml"], "other.yml: there is no such file; name one with --config-file."),
        (["-f", "docs/index.md"], "docs/index.md: "),
    ],
)
def test_what_cannot_be_checked_is_a_message(
    site: Tiny, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    """Exit code 2 and one message, no traceback."""
    assert main(["check", *arguments]) == 2
    assert capsys.readouterr().err.startswith(f"refctx: {said}")


def test_a_site_without_the_plugin_is_a_message(
    site: Tiny, capsys: pytest.CaptureFixture[str]
) -> None:
    """It says what to add."""
    site.put("mkdocs.yml", CONFIG.replace("[refctx]", "[]"))
    assert main(["check"]) == 2
    assert "refctx is no plugin of this site; add it to `plugins:`." in capsys.readouterr().err


def test_a_site_in_another_folder_names_files_from_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A repository's root is where annotations want their paths from."""
    tiny(tmp_path / "manual", index="[@nobody]")
    monkeypatch.chdir(tmp_path)
    main(["check", "-f", "manual/mkdocs.yml"])
    assert lines(capsys)[0].startswith("manual/docs/index.md:1")


def test_a_reader_that_stops_early_is_no_fault(site: Tiny) -> None:
    """`refctx check | head -1` ends without a traceback."""
    command = f"{sys.executable} -m refctx check --level info | head -c 1"
    done = subprocess.run(command, shell=True, cwd=site.root, capture_output=True, check=False)  # noqa: S602
    assert done.stderr == b""


# -- forms -------------------------------------------------------------------------------------

TEXTS = st.text(max_size=30)
FINDINGS = st.lists(
    st.tuples(
        st.sampled_from(LEVELS[:3]),
        st.builds(
            Finding,
            st.sampled_from(["bad-doi", "odd-name"]),
            st.builds(Place, TEXTS, st.integers(0, 9), st.integers(0, 9)),
            TEXTS,
            TEXTS,
        ),
    ),
    max_size=5,
)


@given(FINDINGS)
def test_json_holds_every_finding(judged: list[tuple[str, Finding]]) -> None:
    """Whatever a message holds, it comes back."""
    data = json.loads(written.as_json(judged, "1"))
    assert data["format"] == "refctx-findings/1"
    assert [
        (
            f["level"],
            Finding(f["code"], Place(f["path"], f["line"], f["column"]), f["message"], f["key"]),
        )
        for f in data["findings"]
    ] == judged


@given(FINDINGS)
def test_sarif_holds_every_finding(judged: list[tuple[str, Finding]]) -> None:
    """Results name rules that are there, places count from 1, addresses are addresses."""
    run = json.loads(written.sarif(judged, "1"))["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == [
        result["ruleId"] for result in run["results"]
    ]
    assert [result["message"]["text"] for result in run["results"]] == [
        f.message for _, f in judged
    ]
    places = [result["locations"][0]["physicalLocation"] for result in run["results"]]
    assert all(place["artifactLocation"]["uri"].isascii() for place in places)
    assert all(min(place.get("region", {"": 1}).values()) >= 1 for place in places)


@given(FINDINGS)
def test_githubs_commands_are_a_line_each(judged: list[tuple[str, Finding]]) -> None:
    """No message can end its command or begin another."""
    said = written.github(judged, "1").split("\n")[:-1]
    assert len(said) == len(judged)
    assert all(line.startswith(("::error ", "::warning ", "::notice ")) for line in said)


def test_githubs_command_is_as_documented() -> None:
    """File, line, column and title are properties; the message follows."""
    finding = Finding("bad-doi", Place("a,b.bib", 3, 4), "50% of\nit", "k")
    assert (
        written.github([("warn", finding)], "1")
        == "::warning file=a%2Cb.bib,line=3,col=4,title=bad-doi::50%25 of%0Ait\n"
    )


@given(FINDINGS)
def test_a_finding_is_one_line_of_text(judged: list[tuple[str, Finding]]) -> None:
    """No message can paint the terminal or break its line."""
    said = written.text(judged, "1")
    assert len(said.split("\n")) == len(judged) + 1
    assert all(line.isprintable() for line in said.split("\n"))


def test_the_flagship_silences_each_anomaly_with_a_reason() -> None:
    """`make check` finds nothing in it: what is odd in its facts is said to be meant."""
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "bib").glob("*.bib")]
    comments = [line for text in texts for line in text.splitlines() if "refctx:" in line]

    assert comments
    assert all(re.fullmatch(r"% refctx: ignore [\w-]+ -- .{10,}", line) for line in comments)
