// Names that BibLaTeX gives to words, and the words of each style's own guide.

const REPORTS = { techreport: 'Technical report', resreport: 'Research report' };
const OTHERS = { software: 'Computer software', datacd: 'Data CD', audiocd: 'Audio CD' };
const PATENTS = {
  patent: 'Patent',
  patentus: 'U.S. Patent',
  patenteu: 'European Patent',
  patentde: 'German Patent',
  patentfr: 'French Patent',
  patentuk: 'British Patent',
};
const COMMON = { ...REPORTS, ...OTHERS, ...PATENTS, candthesis: 'Candidate thesis' };

export const genres = {
  apa: {
    ...COMMON,
    phdthesis: 'Doctoral dissertation',
    mathesis: 'Master’s thesis',
    bathesis: 'Bachelor’s thesis',
  },
  'chicago-author-date': {
    ...COMMON,
    patentus: 'US Patent',
    phdthesis: 'PhD diss.',
    mathesis: 'master’s thesis',
    bathesis: 'bachelor’s thesis',
  },
  ieee: {
    ...COMMON,
    techreport: 'Tech. Rep.',
    phdthesis: 'Ph.D. dissertation',
    mathesis: 'M.S. thesis',
    bathesis: 'B.S. thesis',
  },
};
for (const words of Object.values(genres)) words.mastersthesis = words.mathesis;

export const states = {
  inpreparation: 'in preparation',
  inpress: 'in press',
};

// In works in Chinese, Japanese, Korean, Vietnamese or Hungarian citeproc-js would put all names into
// that language's order, `Kuhn T. S.`: they are in some language that is not English.
export const languages = {
  english: 'en',
  american: 'en-US',
  usenglish: 'en-US',
  british: 'en-GB',
  ukenglish: 'en-GB',
  australian: 'en-AU',
  canadian: 'en-CA',
  german: 'de',
  ngerman: 'de',
  austrian: 'de-AT',
  french: 'fr',
  spanish: 'es',
  portuguese: 'pt',
  brazilian: 'pt-BR',
  italian: 'it',
  dutch: 'nl',
  polish: 'pl',
  swedish: 'sv',
  danish: 'da',
  norwegian: 'nb',
  finnish: 'fi',
  latin: 'la',
  greek: 'el',
  russian: 'ru',
  czech: 'cs',
  turkish: 'tr',
  ...Object.fromEntries(
    ['chinese', 'japanese', 'korean', 'vietnamese', 'hungarian', 'magyar'].map(name => [name, 'und']),
  ),
};

export const ORDINALS = [
  'first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth',
];

export const ARCHIVES = {
  jstor: 'https://www.jstor.org/stable/',
  hal: 'https://hal.science/',
  hdl: 'https://hdl.handle.net/',
  googlebooks: 'https://books.google.com/books?id=',
};

export const SIGNS = [
  [/ı(?=\p{M})/gu, 'i'],
  [/\\S(?=\s|~|\u00a0)/g, '§'],
  [/\\ /g, ' '],
  [/\\sqrt\s?/g, '√'],
  [/\\bar\s?(\p{L})/gu, '$1\u0304'],
  [/(?<=^|[\s(])`/g, '‘'],
  [/'(?=\d\d)/g, '’'],
  [/(<span class="nocase">)\s+/g, '$1'],
];
