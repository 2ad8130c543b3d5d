// EDTF, as BibLaTeX's date fields hold it → CSL's dates. citation-js reads plain days only.

const PART = /^(Y?-?\d{4,})(?:-(\d{2})(?:-(\d{2}))?)?([?~%]?)$/;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** A date field; null where it is no EDTF that is read here. */
export function edtf(text) {
  const [from, to] = text.trim().split('/').map(part => (part === '..' ? '' : part));
  const [start, end] = [day(from), day(to)];
  if (start && to === '') return { literal: `${year(start)}–` };
  if (!start || (to && !end)) return null;
  return {
    'date-parts': end ? [start.parts, end.parts] : [start.parts],
    ...(start.season ? { season: start.season } : {}),
    ...(start.circa || end?.circa ? { circa: true } : {}),
  };
}

/** The classic fields, of which citation-js drops the day behind a month's name. */
export function yearMonthDay(yearField, monthField, dayField) {
  if (!/^-?\d+$/.test(yearField ?? '')) return null;
  const months = (monthField ?? '').split(/[-–/]+/).map(monthOf);
  const day = Number.parseInt(dayField, 10);
  const parts = months.map(month => [Number(yearField), month, day]);
  return { 'date-parts': parts.map(each => each.slice(0, each[1] ? (day ? 3 : 2) : 1)) };
}

/** `24-26 May, 2002`, as one keeper of a library writes all dates; else null. */
export function inWords(text) {
  const found = /^(\d+)(?:-(\d+))? ([A-Z][a-z]+),? (\d{4})$/.exec(text.trim());
  if (!found || !monthOf(found[3])) return null;
  const parts = day => [Number(found[4]), monthOf(found[3]), Number(day)];
  const end = found[2] ? [parts(found[2])] : [];
  return { 'date-parts': [parts(found[1]), ...end] };
}

function monthOf(text) {
  return MONTHS.indexOf(text.trim().slice(0, 3).toLowerCase()) + 1 || Number.parseInt(text, 10);
}

function day(text) {
  const found = PART.exec(text ?? '');
  if (!found) return null;
  const [number, month, date] = [found[1].replace('Y', ''), found[2], found[3]].map(Number);
  const parts = [astronomical(number)];
  const season = month > 20 ? month - 20 : 0;
  if (month && !season) parts.push(month);
  if (date && !season) parts.push(date);
  return { parts, season, circa: Boolean(found[4]) };
}

// ISO counts 0 for 1 BC; CSL has no year 0.
function astronomical(number) {
  return number > 0 ? number : number - 1;
}

function year({ parts }) {
  return parts[0] > 0 ? `${parts[0]}` : `${-parts[0]} BC`;
}
