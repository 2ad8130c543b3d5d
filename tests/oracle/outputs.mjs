// What citeproc-js prints against the style's own guide because the style cannot ask for it.

/** Stands for `and others` in a list of names, until it is printed. */
export const OTHERS = 'et\u00a0al\uE000';
const LAST = /(,?)(?: …)?(?: (?:&#38;|and|&amp;))? et\u00a0al\uE000\.?/g;
/** Stands for a hyphen between initials, which citeproc-js drops where a style prints whole names. */
export const HYPHEN = '\u2011';
const SPACED_HYPHEN = new RegExp(` ?${HYPHEN}`, 'g');
const FAILED = '[NO_PRINTED_FORM] ';

/** An entry, repaired for a style. */
export function repairedEntry(html, style) {
  const others = style === 'ieee' ? '$1 <i>et al.</i>' : ', et al.';
  const plain = stopped(html.replace(LAST, others).replace('. ,', ','), style);
  // Where the archive's name stands before its number, the style doubles it.
  return plain.replace(SPACED_HYPHEN, '-').replace(/arXiv(<\/i>)?: arXiv:/, 'arXiv:');
}

// The IEEE sheet puts a stop into the middle behind a standard's town, and none behind a patent.
function stopped(html, style) {
  if (style !== 'ieee') return html;
  const text = html.replace(/(?<=\p{Ll}{4})\.(?=, \d{4}\.)/u, '');
  const bare = !text.includes('Available');
  return bare ? text.replace(/(?<=\d)(?:\s|<\/\w+>)*$/, '.') : text;
}

/**
 * A group, repaired for a style.
 *
 * html, bracketed: as printed, and as it would be in brackets.
 * authors: of each item, the surnames.
 */
export function repairedGroup(html, bracketed, { narrative, items }, style, authors) {
  const whole = narrative ? inText(html, bracketed, items[0], style) : html;
  const printed = whole.replace(LAST, '$1 et al.');
  return style === 'apa' ? inOrder(lastNamed(printed, authors, narrative)) : printed;
}

// `et al.` is plural: where it would stand for one name, that is given (APA 8.18).
function lastNamed(html, authors, narrative) {
  return authors.reduce((text, names) => {
    const last = names.at(-1);
    const middle = names.slice(1, -1).join(', ');
    const end = `, ${narrative ? 'and' : '&#38;'} ${last}`;
    return middle && !last.startsWith(OTHERS.slice(0, 2)) ? text.replace(`, ${middle}, et al.`, `, ${middle}${end}`) : text;
  }, html);
}

// Works of a year stand in the order of their letters; the sheet orders them by less than the list.
function inOrder(html) {
  return html.replace(/\d{4}[a-z](?:, \d{4}[a-z])+(?![^<;]*\d)/g, run =>
    [...run.split(', ')].sort().join(', '),
  );
}

function inText(html, bracketed, item, style) {
  if (style === 'ieee') return html.replace(FAILED, '');
  if (html.startsWith(FAILED)) return outside(bracketed);
  const once = suffixOnce(html, item.suffix ?? '');
  const quoted = bracketed.startsWith('(“') ? outside(bracketed) : once;
  return style === 'apa' ? wordForAnd(quoted) : quoted;
}

// A work without an author is not printed in the text, or without its quotation marks.
function outside(bracketed) {
  const found = /^\((?:(“.*?),?”|(.*?),?) ([^ ]*\d{3,}.*|n\.d\..*)\)$/s.exec(bracketed);
  if (!found) return bracketed;
  return `${found[1] ? `${found[1]}”` : found[2]} (${found[3]})`;
}

// The suffix is printed behind the names and behind the year.
function suffixOnce(html, suffix) {
  const first = suffix ? html.indexOf(suffix) : -1;
  const again = first >= 0 && html.indexOf(suffix, first + 1) >= 0;
  return again ? html.slice(0, first) + html.slice(first + suffix.length) : html;
}

// The style has no layout for names in the text, where APA (8.17) writes the word.
function wordForAnd(html) {
  const [, names, rest] = /^(.*?)( \(.*)?$/s.exec(html);
  return names.replace('&#38;', 'and') + (rest ?? '');
}
