// What citeproc-js prints of .bib files and citation groups: a question on stdin, JSON on stdout.
//
// in:  {csl: folder, styles: […], files: {name: path}, documents: {name: [{narrative, items}]},
//       grouped: [names of the files whose works the documents cite]}
// out: {broken: {file: [{key, why}]},
//       raw|repaired: {style: {entries: {file: {key: html}}, groups: {document: [html]}}}}
import { readFileSync } from 'node:fs';
import { repairedEntry, repairedGroup } from './outputs.mjs';
import { Printer } from './print.mjs';
import { readWorks } from './read.mjs';
import { repaired } from './repairs.mjs';

const question = JSON.parse(readFileSync(0, 'utf8'));
const files = Object.fromEntries(
  Object.entries(question.files).map(([name, path]) => [name, readWorks(readFileSync(path, 'utf8'))]),
);
const makers = {
  raw: { item: work => work.item, entry: html => html, documents: printedDocument },
  repaired: { item: repaired, entry: repairedEntry, documents: repairedDocument },
};

const answer = { broken: each(files, read => read.broken) };
for (const [kind, make] of Object.entries(makers)) {
  answer[kind] = {};
  for (const style of question.styles) answer[kind][style] = printed(style, make);
}
process.stdout.write(JSON.stringify(answer));

function printed(style, make) {
  const items = {};
  const ids = each(files, ({ works }, file) => works.map(work => [work.key, `${file}\t${work.key}`]));
  for (const [file, { works }] of Object.entries(files)) {
    for (const work of works) {
      const id = `${file}\t${work.key}`;
      items[id] = { ...make.item(work, style), id };
      if (question.grouped.includes(file)) items[work.key] ??= { ...items[id], id: work.key };
    }
  }
  const printer = new Printer(question.csl, style, items);
  const entries = each(ids, pairs =>
    Object.fromEntries(pairs.map(([key, id]) => [key, make.entry(printer.entry(id), style)])));
  const groups = each(question.documents, asked => make.documents(printer, asked, style));
  return { entries, groups };
}

function printedDocument(printer, groups) {
  return printer.document(groups);
}

// Items with a prefix are not sorted: it leads from the one before to its own.
function repairedDocument(printer, groups, style) {
  const asked = groups.map(group => ({ ...group, unsorted: group.items.some(item => item.prefix) }));
  const bracketed = printer.document(asked.map(group => ({ ...group, narrative: false })));
  return printer
    .document(asked)
    .map((html, place) => {
      const authors = groups[place].items.map(({ id }) => printer.surnames(id));
      return repairedGroup(html, bracketed[place], groups[place], style, authors);
    });
}

function each(object, make) {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, make(value, key)]));
}
