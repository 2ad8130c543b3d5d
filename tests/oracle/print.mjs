// CSL JSON → what citeproc-js prints with an official style.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import CSL from 'citeproc';

const NUMBER = /<div class="csl-left-margin">.*?<\/div>/s;
const MAX_PASSES = 5;

/** One engine of a style for all items: reading a long style takes seconds. */
export class Printer {
  constructor(folder, style, items) {
    const locale = name => readFileSync(join(folder, `locales-${name}.xml`), 'utf8');
    const system = { retrieveLocale: () => locale('en-US'), retrieveItem: id => items[id] };
    const sheet = readFileSync(join(folder, `${style}.csl`), 'utf8');
    this.engine = new CSL.Engine(system, inRanges(sheet, style), 'en-US');
    this.engine.setOutputFormat('html');
    // A note `DOI: …` is a note; no field is made of it.
    this.engine.opt.development_extensions.field_hack = false;
  }

  /**
   * The bibliography entry of a work that is cited alone, without a number before it; empty
   * where citeproc-js stumbles over the item (a range of dates without an end, unrepaired).
   */
  entry(id) {
    try {
      this.engine.updateItems([id]);
      const made = this.engine.makeBibliography();
      return made ? made[1].join('').replace(NUMBER, '').trim() : '';
    } catch {
      return '';
    }
  }

  /** Surnames of a work's authors, particles included. */
  surnames(id) {
    const names = this.engine.sys.retrieveItem(id).author ?? [];
    return names.map(({ literal, family, 'non-dropping-particle': particle }) =>
      literal ?? [particle, family].filter(Boolean).join(' '));
  }

  /**
   * All groups of a document, as they stand when the last has been read; empty texts where
   * citeproc-js stumbles over an item.
   */
  document(groups) {
    const citations = groups.map((group, place) => ({
      citationID: `group-${place}`,
      citationItems: group.items,
      properties: propertiesOf(group),
    }));
    let printed = [];
    for (let pass = 0; pass < MAX_PASSES; pass += 1) {
      const before = printed.join('\n');
      try {
        printed = this.pass(structuredClone(citations));
      } catch {
        return groups.map(() => '');
      }
      if (printed.join('\n') === before) break;
    }
    return printed;
  }

  pass(citations) {
    const texts = new Map();
    for (const [id, , text] of this.engine.rebuildProcessorState(citations, 'html')) {
      texts.set(id, text);
    }
    return citations.map(({ citationID }) => texts.get(citationID) ?? '');
  }
}

// The IEEE manual writes `[1]–[3]`; the sheet leaves it to the writer to ask for it.
function inRanges(sheet, style) {
  return style === 'ieee' ? sheet.replace('<citation>', '<citation collapse="citation-number">') : sheet;
}

function propertiesOf({ narrative, unsorted }) {
  return {
    noteIndex: 0,
    ...(narrative ? { mode: 'composite' } : {}),
    ...(unsorted ? { unsorted: true } : {}),
  };
}
