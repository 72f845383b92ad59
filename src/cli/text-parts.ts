import { REDACTED } from '../journal/redact.js';
import type { TextForm, TextPart } from '../report/vitest-export/vitest-file.js';

/**
 * A text cut at the placeholders in it.
 *
 * @param text - of a request
 * @param form - how a value is written in such a text; what is alone between quotation marks in JSON is a value of its own
 * @param known - what each placeholder stands for
 * @returns in order; nothing for an empty text
 */
export function textParts(text: string, form: TextForm, known: ReadonlyMap<string, TextPart>): readonly TextPart[] {
  const placeholders = [...known.keys()].sort((left, right) => right.length - left.length);
  if (placeholders.length === 0) return plainPart(text);
  const either = placeholders.map(escapedPattern).join('|');
  const pattern = form === 'json' ? new RegExp(`("?)(${either})("?)`, 'g') : new RegExp(`()(${either})()`, 'g');
  const parts: TextPart[] = [];
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    const [whole, opening = '', placeholder = '', closing = ''] = match;
    const part = known.get(placeholder);
    if (part === undefined) continue;
    const isWhole = opening !== '' && closing !== '' && part.kind === 'answer';
    const start = match.index + (isWhole ? 0 : opening.length);
    parts.push(...plainPart(text.slice(from, start)), inForm(part, form === 'json' && !isWhole ? 'jsonText' : form));
    from = match.index + whole.length - (isWhole ? 0 : closing.length);
  }
  return [...parts, ...plainPart(text.slice(from))];
}

/** The forms in which a secret that was taken out of a record stands in a request. */
export const REDACTED_FORMS: readonly string[] = [REDACTED, encodeURIComponent(REDACTED)];

function inForm(part: TextPart, form: TextForm): TextPart {
  if (part.kind === 'text' || part.kind === 'basic' || (part.kind === 'answer' && part.form === 'target')) return part;
  return { ...part, form };
}

function plainPart(text: string): readonly TextPart[] {
  return text === '' ? [] : [{ kind: 'text', text }];
}

function escapedPattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
