"""A corpus as other tools read it: their syntax, their configuration, and their floor."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from bench.corpus import CONFIG, FLOOR, Corpus, Refctx, nav, put, write_pages
from bench.pages import Group, ReadingList, References, Syntax

BIB = "bib/library.bib"


class _Markdown(Refctx):
    """Lists of others: an entry to a line, with what is said of it."""

    whole = ""

    def references(self, references: References) -> str:
        return self.whole

    def reading_list(self, listed: ReadingList) -> str:
        lines = (f"- {name} {self.one(key)}: {note}\n" for key, name, note in listed.items)
        return "".join(lines) + "\n"

    def one(self, key: str) -> str:
        """A citation without anything around it."""
        return f"[@{key}]"


class MkdocsBibtex(_Markdown):
    """Footnotes on each page, and a list of all entries; names are never part of a sentence."""

    whole = "\\full_bibliography\n"

    def group(self, group: Group) -> str:
        return super().group(Group(group.citations))


class Webis(_Markdown):
    """Keys alone; what stands around them is not read. Each page has its own list."""

    def group(self, group: Group) -> str:
        return f"[{', '.join(f'@{c.key}' for c in group.citations)}]"


class Sphinx(_Markdown):
    """Roles, in MyST."""

    whole = "```{bibliography}\n```\n"

    def group(self, group: Group) -> str:
        cited = (
            "".join(
                (f"{{{c.prefix}}}" * bool(c.prefix), c.key, f"{{{c.locator}}}" * bool(c.locator))
            )
            for c in group.citations
        )
        return f"{{cite:{'t' if group.narrative else 'p'}}}`{','.join(cited)}`"

    def one(self, key: str) -> str:
        return f"{{cite:p}}`{key}`"


class Pandoc(_Markdown):
    """refctx's syntax is pandoc's; a page lists what it cites."""

    whole = "---\nnocite: '@*'\n---\n"


_CONF = """\
project = "Corpus"
extensions = ["myst_parser"{more}]
bibtex_bibfiles = ["../bib/library.bib"]
"""
_PAGES = f'''\
"""Each page by a process of its own; `site.floor` is without citations."""
import subprocess, sys
from pathlib import Path
import pypandoc

target = Path(sys.argv[1])
cite = [] if target.name == "site.floor" else ["--citeproc", "--bibliography={BIB}"]
for page in sorted(Path("docs").rglob("*.md")):
    built = target / page.relative_to("docs").with_suffix(".html")
    built.parent.mkdir(parents=True, exist_ok=True)
    options = ["--standalone", *cite, f"--output={{built}}", page]
    subprocess.run([pypandoc.get_pandoc_path(), *options], check=True)
'''


def _mkdocs(plugin: str) -> Callable[[Corpus, Path], None]:
    def write(made: Corpus, folder: Path) -> None:
        common = CONFIG.format(size=made.size) + nav(made.pages)
        put(folder / "mkdocs.floor.yml", common + FLOOR)
        put(folder / "mkdocs.yml", f"{common}site_dir: site\nplugins:\n  search: {{}}\n{plugin}")

    return write


def _sphinx(made: Corpus, folder: Path) -> None:
    write_pages(made, folder / "floor", Refctx())
    paths = "\n".join(page.path.removesuffix(".md") for page in made.pages[1:])
    tree = f"\n```{{toctree}}\n:hidden:\n\n{paths}\n```\n"
    for name, more in (("docs", ', "sphinxcontrib.bibtex"'), ("floor", "")):
        put(folder / name / "conf.py", _CONF.format(more=more))
        with (folder / name / "index.md").open("a", encoding="utf-8") as index:
            index.write(tree)


def _pandoc(made: Corpus, folder: Path) -> None:
    put(folder / "pages.py", _PAGES)


_BIBTEX = f"  bibtex:\n    bib_file: {BIB}\n"
# Tool → its syntax, and what else it needs.
SITES: Mapping[str, tuple[Syntax, Callable[[Corpus, Path], None]]] = {
    "mkdocs-bibtex, plain": (MkdocsBibtex(), _mkdocs(_BIBTEX)),
    "mkdocs-bibtex, APA": (MkdocsBibtex(), _mkdocs(_BIBTEX + "    csl_file: apa.csl\n")),
    "mkdocs-webis": (Webis(), _mkdocs(f"  webis:\n    bibliography: ../{BIB}\n")),
    "sphinxcontrib-bibtex": (Sphinx(), _sphinx),
    "pandoc --citeproc": (Pandoc(), _pandoc),
}


def write_for(tool: str, made: Corpus, folder: Path) -> None:
    """Write the site of a tool."""
    syntax, rest = SITES[tool]
    write_pages(made, folder / "docs", syntax)
    put(folder / BIB, made.library.text(plain=True))
    rest(made, folder)
