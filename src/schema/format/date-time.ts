const DATE = /^\d{4}-\d\d-\d\d$/;
const TIME = /^\d\d:\d\d:\d\d(?:\.\d+)?(?:[zZ]|[+-]\d\d:\d\d)$/;
const DURATION_DATE = /^P(?:\d+W|(?:\d+Y)?(?:\d+M)?(?:\d+D)?)$/;
const DURATION_TIME = /^(?:\d+H)?(?:\d+M)?(?:\d+S)?$/;
const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const MINUTES_PER_DAY = 1440;
/** `+01:00` */
const OFFSET_LENGTH = 6;
const ZERO = 0x30;

/**
 * Whether a text is a full date.
 *
 * @param text - any text
 * @see RFC 3339 §5.6
 */
export function isDate(text: string): boolean {
  if (!DATE.test(text)) return false;
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  const isLeapYear = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const length = month === 2 && isLeapYear ? 29 : (MONTH_LENGTHS[month - 1] ?? 0);
  return day >= 1 && day <= length;
}

/**
 * Whether a text is a full time with its offset. Second 60 is a leap second and stands only at 23:59 UTC.
 *
 * @param text - any text
 * @see RFC 3339 §5.6, §5.7
 */
export function isTime(text: string): boolean {
  if (!TIME.test(text)) return false;
  const hour = twoDigits(text, 0);
  const minute = twoDigits(text, 3);
  const second = twoDigits(text, 6);
  const isInUtc = text.endsWith('Z') || text.endsWith('z');
  const offsetHour = isInUtc ? 0 : twoDigits(text, text.length - OFFSET_LENGTH + 1);
  const offsetMinute = isInUtc ? 0 : twoDigits(text, text.length - 2);
  if (hour > 23 || minute > 59 || second > 60 || offsetHour > 23 || offsetMinute > 59) return false;
  if (second < 60) return true;
  const offset = (text[text.length - OFFSET_LENGTH] === '-' ? -1 : 1) * (offsetHour * 60 + offsetMinute);
  return (hour * 60 + minute - offset + 2 * MINUTES_PER_DAY) % MINUTES_PER_DAY === MINUTES_PER_DAY - 1;
}

/**
 * Whether a text is a date and a time, joined by `T`.
 *
 * @param text - any text
 * @see RFC 3339 §5.6
 */
export function isDateTime(text: string): boolean {
  return (text[10] === 'T' || text[10] === 't') && isDate(text.slice(0, 10)) && isTime(text.slice(11));
}

/**
 * Whether a text is a duration.
 *
 * @param text - any text
 * @see RFC 3339 Appendix A
 */
export function isDuration(text: string): boolean {
  const [date = '', time, ...rest] = text.split('T');
  if (rest.length > 0 || !DURATION_DATE.test(date)) return false;
  if (time === undefined) return date !== 'P' && hasNoGap(date, 'YMD');
  return time !== '' && !date.endsWith('W') && DURATION_TIME.test(time) && hasNoGap(date, 'YMD') && hasNoGap(time, 'HMS');
}

/** At a place where there are two: groups of an expression would be cut out of every date that is judged. */
function twoDigits(text: string, index: number): number {
  return (text.charCodeAt(index) - ZERO) * 10 + text.charCodeAt(index + 1) - ZERO;
}

/** Years and days need the months between them: the grammar has no `P1Y1D`. */
function hasNoGap(part: string, units: string): boolean {
  const [first = '', middle = '', last = ''] = units;
  return !part.includes(first) || !part.includes(last) || part.includes(middle);
}
