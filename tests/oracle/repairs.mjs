// What citation-js gets wrong between a .bib file and CSL JSON, put right; each with its reason.
// Only facts that it loses or garbles are repaired, never what a style makes of them.
import { parse as parseValue } from '@citation-js/plugin-bibtex/lib/input/value.js';
import { edtf, inWords, yearMonthDay } from './dates.mjs';
import { asMarkup } from './marks.mjs';
import { HYPHEN, OTHERS } from './outputs.mjs';
import { ARCHIVES, ORDINALS, SIGNS, genres, languages, states } from './words.mjs';

const LETTER = /\{\\[^{}]+(?:\{[^{}]*\})?\}|\\[`'^"~=.]\s*(?:\{[^{}]*\}|\w)/g;
const DATES = {
  date: 'issued',
  urldate: 'accessed',
  origdate: 'original-date',
  eventdate: 'event-date',
};
const ROLES_OF_PEOPLE = ['author', 'editor', 'translator', 'container-author'];
const ROLES = ['director', 'compiler', 'producer', 'organizer', 'curator'];

/** A work's item, repaired for a style. */
export function repaired({ marked, entry }, style) {
  const item = structuredClone(marked);
  // A value without braces is a number.
  const field = name => entry.properties[name]?.toString();
  const read = name => (field(name) ? clean(parseValue(field(name), name)) : undefined);
  const work = { item, style, type: entry.type.toLowerCase(), field, read };
  for (const repair of REPAIRS) repair(work);
  return item;
}

const REPAIRS = [
  lettersOfNames,
  namesWithCommas,
  joinLists,
  datesAsEdtf,
  datesInWords,
  statesForDates,
  othersAsEtAl,
  capitalParticles,
  wholeChineseNames,
  hyphensOfInitials,
  rolesOfEditors,
  kindOfArticle,
  wordsForGenres,
  journals,
  numbers,
  labelsOfNumbers,
  courts,
  publisherOnce,
  ordinalEditions,
  preprints,
  addressesOfEprints,
  addressInHowPublished,
  volumesOfWorks,
  wordsForStates,
  tagsForLanguages,
  plainAddresses,
  plainSigns,
];

// A name that begins with a command (`{\L}ukasz Langa`) is not seen to begin with a capital, so
// that its parts are mistaken; the hyphen of `J. -P.` is dropped.
function lettersOfNames({ item, field }) {
  for (const role of ['author', 'editor', 'translator']) {
    if (!/\{\\|\\\W|\. -/.test(field(role) ?? '')) continue;
    const whole = field(role).replaceAll('. -', '.-');
    const plain = whole.replace(LETTER, letter => parseValue(letter, 'title'));
    item[role] = parseValue(plain, role).map(cslName);
  }
}

// A name of more than three parts is none that BibTeX knows; its parts are mixed up. An `and` too
// many becomes part of the next name.
function namesWithCommas({ item, field }) {
  for (const role of ['author', 'editor']) {
    const names = field(role)?.split(/\s+and\s+(?:and\s+)?/) ?? [];
    if (names.length && /\band\s+and\b/.test(field(role))) {
      item[role] = parseValue(names.join(' and '), role).map(cslName);
    }
    names.forEach((name, place) => {
      if (parted(name)) item[role][place] = { literal: name.trim() };
    });
  }
}

function parted(name) {
  const [, ...parts] = name.split(',').map(part => part.trim().split(/\s+/).length);
  return parts.length > 2 || (parts.length === 2 && parts.every(words => words > 1));
}

// `Holt, Rinehart and Winston` becomes a list, of which the style prints nothing.
function joinLists({ item }) {
  for (const name of ['publisher', 'publisher-place', 'event-place', 'original-publisher']) {
    if (Array.isArray(item[name])) item[name] = enumerated(item[name]);
  }
}

// Years before 1, ranges without an end, seasons, `~` and the day behind a month's name are lost;
// of `1-2 April, 2001` the year 1 is read, though `year` says it; `n.d.` is taken for a date.
function datesAsEdtf({ item, field }) {
  for (const [name, target] of Object.entries(DATES)) {
    const date = field(name) && edtf(field(name));
    if (date) item[target] = date;
  }
  if (field('date') && edtf(field('date'))) return;
  item.issued = yearMonthDay(field('year'), field('month'), field('day')) ?? item.issued;
  if (/^n\.\s?d\.$/.test(item.issued?.literal ?? '')) delete item.issued;
}

// The `{W}es` of `{W}es {M}c{K}inney` is taken for a particle, since BibTeX looks outside braces only.
function capitalParticles({ item, field }) {
  for (const role of ['author', 'editor'].filter(each => /\{\p{Lu}\}\p{Ll}/u.test(field(each) ?? ''))) {
    for (const name of item[role]) {
      const words = name['non-dropping-particle']?.split(' ') ?? [];
      const small = words.filter(word => /^\p{Ll}/u.test(word));
      name.given ??= words.filter(word => !small.includes(word)).join(' ');
      name['non-dropping-particle'] = small.join(' ');
    }
  }
}

// `year = {in press}` is how far a work has come, not when it came out.
function statesForDates({ item }) {
  if (!Object.values(states).includes(item.issued?.literal?.toLowerCase())) return;
  item.status = item.issued.literal;
  delete item.issued;
}

// A Chinese name is said whole; the short form of CSL is its first part.
function wholeChineseNames({ item }) {
  for (const role of ROLES_OF_PEOPLE) {
    item[role] = item[role]?.map(name =>
      /^\p{Script=Han}/u.test(name.family ?? '') ? { literal: name.family + (name.given ?? '') } : name,
    );
    if (!item[role]) delete item[role];
  }
}

// `24-26 May, 2002` is no date that is read, and its numbers become a year.
function datesInWords({ item, field }) {
  const date = inWords(field('date') ?? '');
  if (date) item.issued = date;
}

// `and others` becomes a person of that name.
function othersAsEtAl({ item }) {
  for (const role of ROLES_OF_PEOPLE) {
    const last = item[role]?.at(-1);
    if (last?.family === 'others' && !last.given) item[role].splice(-1, 1, { literal: OTHERS });
  }
}

// The hyphen of `J.-C.` is dropped by the style that does not shorten names.
function hyphensOfInitials({ item, style }) {
  if (style !== 'chicago-author-date') return;
  for (const person of ROLES_OF_PEOPLE.flatMap(role => item[role] ?? [])) {
    person.given = person.given?.replace(/\b(\p{Lu})\.?-(\p{Lu})\b\.?/gu, `$1.${HYPHEN}$2.`);
  }
}

// What the editors did is dropped: they directed a film.
function rolesOfEditors({ item, field }) {
  const role = field('editortype');
  if (!ROLES.includes(role) || !item.editor) return;
  item[role] = item.editor;
  delete item.editor;
}

// BibLaTeX's subtype of an article is no genre: CSL has types for it.
function kindOfArticle({ item, field, type }) {
  const kind = field('entrysubtype');
  if (type !== 'article' || !['magazine', 'newspaper'].includes(kind)) return;
  item.type = `article-${kind}`;
  if (item.genre === kind) delete item.genre;
}

// `phdthesis` and `techreport` are BibLaTeX's names of words, not words.
function wordsForGenres({ item, style }) {
  const words = genres[style];
  if (item.genre in words) item.genre = words[item.genre];
}

// The number of many types is dropped; a manual's stands as that of a series though it has none.
// A hyphen in it is no range (`TR 1999-66`), unlike two.
function numbers({ item, type, read }) {
  const number = read('number')?.toString();
  if (!number) return;
  if (type === 'manual' && !read('series')) delete item['collection-number'];
  const dropped = ['number', 'issue', 'collection-number'].every(name => item[name] === undefined);
  if (dropped) item[read('series') ? 'collection-number' : 'number'] = number;
  if (item.number === number) item.number = number.replace(/(?<=\w)-(?=\w)/g, '\\-');
}

// A law's number that says what it is (`Pub. L. No. 89-329`) is said twice.
function labelsOfNumbers({ item, type }) {
  if (type === 'legislation' && item.number) item.number = item.number.replace(/^Pub\. L\. No\. /, '');
}

// The court of a decision is taken for its publisher; with the U.S. reports it goes without saying.
function courts({ item, type, read }) {
  if (type !== 'jurisdiction' || item['container-title'] === 'U.S.') return;
  item.authority ??= read('institution') ?? read('organization');
}

// Nothing in CSL compares the two; APA (9.29) omits a publisher who is the author.
function publisherOnce({ item, style }) {
  const [only, ...more] = item.author ?? [];
  const name = only?.literal ?? (only?.given ? undefined : only?.family);
  if (style === 'apa' && !more.length && name === item.publisher) delete item.publisher;
}

// The journal of anything but an `@article` is dropped: of reviews, cases and laws.
function journals({ item, type, read }) {
  const journal = read('journaltitle') ?? read('journal');
  if (!journal || read('booktitle')) return;
  item['container-title'] ??= journal;
  if (type === 'review' && read('number')) item.issue ??= read('number');
}

// BibTeX wants `Third`; CSL a number, without which the style leaves out that it is an edition.
function ordinalEditions({ item }) {
  const place = ORDINALS.indexOf(String(item.edition ?? '').toLowerCase());
  if (place >= 0) item.edition = String(place + 1);
}

// arXiv's number is dropped. CSL's preprint is an `article` of a publisher, with the number.
function preprints({ item, style, type, field, read }) {
  const archive = (field('eprinttype') ?? field('archiveprefix') ?? '').toLowerCase();
  if (archive !== 'arxiv' || !read('eprint')) return;
  const id = read('eprint').replace(/^arxiv:/i, '');
  const preprint = ['misc', 'online', 'unpublished'].includes(type);
  // IEEE's guide gives a preprint's number alone, the others an address too.
  if (!item.DOI && !(preprint && style === 'ieee')) item.URL ??= `https://arxiv.org/abs/${id}`;
  if (preprint) Object.assign(item, { type: 'article', number: `arXiv:${id}`, publisher: 'arXiv' });
}

// Other archives' numbers are dropped too, and with them the only address of the work.
function addressesOfEprints({ item, field, read }) {
  const archive = (field('eprinttype') ?? field('archiveprefix') ?? '').toLowerCase();
  if (archive in ARCHIVES && !item.DOI) item.URL ??= ARCHIVES[archive] + read('eprint');
}

// `\url{…}` is printed with its command, as a publisher.
function addressInHowPublished({ item, field }) {
  const found = /^(.*?)\\url\s*\{([^}]*)\}(.*)$/s.exec(field('howpublished') ?? '');
  if (!found) return;
  const words = clean(found[1] + found[3]).replace(/^[\s,.:;]+|[\s,.:;]+$/g, '');
  item.URL ??= found[2];
  if (!String(item.publisher ?? '').includes('\\url')) return;
  if (words) item.publisher = words;
  else delete item.publisher;
}

// The title of the whole work stands as that of a container, or displaces the volume's.
// In CSL a work in volumes has its title, and the volume its own.
function volumesOfWorks({ item, type, read }) {
  const [main, sub] = [read('maintitle'), read('mainsubtitle')];
  if (!main) return;
  const whole = sub ? `${main}: ${sub}` : main;
  if (read('booktitle')) {
    item['container-title'] = whole;
    item['volume-title'] = read('booktitle');
  } else if (['book', 'collection', 'proceedings', 'reference', 'inbook'].includes(type)) {
    item['volume-title'] = item.title;
    item.title = whole;
    delete item['container-title'];
  }
}

// `inpress` is BibLaTeX's name of words, not words.
function wordsForStates({ item }) {
  if (item.status in states) item.status = states[item.status];
}

// `american` is BibLaTeX's name of a language; CSL asks for a tag, and puts titles into capitals
// by it.
function tagsForLanguages({ item, read }) {
  const name = String(read('langid') ?? read('language') ?? '').toLowerCase();
  if (/^(zh|ja|ko|vi|hu)(-|$)/.test(name)) item.language = 'und';
  else if (name in languages) item.language = languages[name];
}

// TeX's escapes stay in addresses; a DOI that is written as an address gets a second one.
function plainAddresses({ item }) {
  if (item.URL) item.URL = item.URL.replaceAll('%5C', '\\').replace(/\\([_%&#~])/g, '$1');
  const doi = item.DOI?.replace(/^(?:https?:\/\/)?(?:dx\.)?doi\.org\//i, '');
  if (doi) item.DOI = doi.replace(/\\([_%&#])/g, '$1').trim();
}

// Some of TeX's signs are printed as they are written, an accent on a dotless i as two, and a
// space at the end; case that braces protect is not.
function plainSigns({ item }) {
  for (const [name, value] of Object.entries(item)) item[name] = withSigns(value, name);
}

function withSigns(value, name) {
  if (Array.isArray(value)) return value.map(each => withSigns(each, name));
  if (value && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withSigns(each, key)]));
  }
  if (typeof value !== 'string' || ['URL', 'DOI', 'id'].includes(name)) return value;
  const plain = SIGNS.reduce((text, [sign, as]) => text.replace(sign, as), asMarkup(value));
  return plain.normalize('NFC').trim();
}

function cslName({ given, family, suffix, prefix }) {
  const name = { given, family, suffix, 'non-dropping-particle': prefix };
  return Object.fromEntries(Object.entries(name).filter(([, part]) => part));
}

function enumerated(list) {
  return list.length < 3 ? list.join(' and ') : `${list.slice(0, -1).join(', ')}, and ${list.at(-1)}`;
}

function clean(value) {
  return Array.isArray(value) ? enumerated(value) : value;
}
