"""Citations that can be followed both ways.

The rooms, in the order in which a build goes through them:

    load      .bib files → Library;  entries, people, inherit: fields as written → Entry
    cite      `see @knuth1984, p. 3` ⇄ CitationGroup;  call: `name(…)` → Call
    alt       the same in an image's text
    collect   page HTML with markers → Page
    number    all contexts → Index
    select    a call → the entries of one list
    format    Entry + Index → what a macro prints
    render    macros → HTML
    check     what there is to say about the pages
    export    the map of anchors
    chart     works by year
    pipeline  the rooms in order
    proof     a built site → what is wrong with its HTML

`model` holds the nouns, `settings` the options; `tex`, `names`, `dates`, `kinds`, `fields`,
`links`, `locate` and `terms` are tools.
Only `hosts/` knows Python-Markdown and MkDocs; this file imports neither.
"""

__version__ = "0.1.0"
