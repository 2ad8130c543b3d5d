// Braces in a title protect capitals; citation-js drops them, so they are marked beforehand.

const [OPEN, CLOSE] = ['\uE001', '\uE002'];
// Letters beside a mark: plain, or an accent in braces.
const LETTERS = String.raw`((?:[\p{L}\p{N}]|\{\\[^{}]*(?:\{[^{}]*\})?[^{}]*\})+)`;
const [BEFORE, AFTER] = [new RegExp(LETTERS + OPEN, 'gu'), new RegExp(CLOSE + LETTERS, 'gu')];
const TITLES = /^(?:main|book|journal|issue|event)?(?:title|subtitle)$|^journal$|^series$/;

/** An entry whose titles have marks around what braces protect. */
export function withMarks(entry) {
  const mark = ([name, value]) => [name, TITLES.test(name) ? wordwise(String(value)) : value];
  return { ...entry, properties: Object.fromEntries(Object.entries(entry.properties).map(mark)) };
}

/** The marks as CSL's markup of text that keeps its case. */
export function asMarkup(text) {
  return text.replaceAll(OPEN, '<span class="nocase">').replaceAll(CLOSE, '</span>');
}

// What protects a letter protects its word: behind `{E}` citeproc-js would begin another. Braces
// around a whole title of several words say nothing: many programs write them around every title.
function wordwise(title) {
  const words = marked(title).replace(BEFORE, `${OPEN}$1`).replace(AFTER, `$1${CLOSE}`);
  return /^\s*\uE001[^\uE001]*\s[^\uE001]*\uE002\s*$/.test(words) ? title : words;
}

// Braces that a command stands before or in are its own.
function marked(title) {
  let [depth, inside, result] = [0, false, ''];
  for (const [place, sign] of [...title].entries()) {
    const escaped = result.endsWith('\\');
    if (sign === '}' && !escaped) depth -= 1;
    if (sign === '{' && depth === 0 && protects(result, title.slice(place + 1))) {
      [inside, result] = [true, result + OPEN];
    }
    result += sign;
    if (sign === '{' && !escaped) depth += 1;
    if (sign === '}' && depth === 0 && inside) [inside, result] = [false, result + CLOSE];
  }
  return result;
}

function protects(before, after) {
  return !/\\(?:[a-zA-Z]+|.)\s*$|[$^_]$/s.test(before) && !/^\\|^\$/.test(after);
}
