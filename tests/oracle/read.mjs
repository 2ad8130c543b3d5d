// A .bib file → its entries as citation-js reads them.
import { Cite } from '@citation-js/core';
import '@citation-js/plugin-bibtex';
import { parse } from '@citation-js/plugin-bibtex/lib/input/file.js';
import { withMarks } from './marks.mjs';

const STRING = /^@string\b/i;

/**
 * Read a file, whole if that can be done, else entry by entry.
 *
 * Returns {works: [{key, item, entry, marked}], broken: [{key, why}]}: the item as CSL JSON, and
 * for repairs the fields as they are written, with marks around what braces protect, and the
 * item read from these. Of a key's entries the first is kept.
 */
export function readWorks(text) {
  const broken = [];
  const entries = firstOfEachKey(parsed(text, broken));
  const items = byId(converted(entries, broken));
  const readable = entries.filter(entry => items.has(entry.label)).map(withMarks);
  const marked = byId(toItems(readable));
  const works = readable.map(entry => {
    const key = entry.label;
    return { key, entry, item: items.get(key), marked: marked.get(key) };
  });
  return { works, broken };
}

function byId(items) {
  return new Map(items.map(item => [item.id, item]));
}

function parsed(text, broken) {
  try {
    return parse(text);
  } catch {
    return parsedOneByOne(text, broken);
  }
}

function parsedOneByOne(text, broken) {
  const pieces = text.split(/\n(?=[ \t]*@)/);
  const strings = pieces.filter(piece => STRING.test(piece)).join('\n');
  const read = piece => tried(() => parse(`${strings}\n${piece}`), piece, broken) ?? [];
  return pieces.filter(piece => !STRING.test(piece)).flatMap(read);
}

// All at once, so that `crossref` finds its parent; what cannot be read alone is left out first.
function converted(entries, broken) {
  const readable = entries.filter(entry => tried(() => toItems([entry]), entry.label, broken));
  return toItems(readable);
}

function toItems(entries) {
  return entries.length ? new Cite(entries, { generateGraph: false }).data : [];
}

function firstOfEachKey(entries) {
  const seen = new Set();
  return entries.filter(({ label }) => label && !seen.has(label) && seen.add(label));
}

function tried(work, name, broken) {
  try {
    return work();
  } catch (error) {
    const key = /@\s*\w+\s*[{(]\s*([^,\s]+)/.exec(name)?.[1] ?? name.slice(0, 40);
    broken.push({ key, why: String(error.message ?? error).split('\n')[0] });
    return null;
  }
}
