import type { Entry, JsonRecord } from './api-types.js';

/** What the form of overrides begins with, when somebody comes from a call. */
let draft: OverrideDraft | undefined;

/** An order, and the system that it is for. */
export interface OverrideDraft {
  readonly system: string;
  readonly order: JsonRecord;
}

/**
 * Makes an order of a call, to be changed and given: its like is answered so from then on.
 *
 * @param entry - that was answered
 */
export function overrideFromStory(entry: Entry): void {
  draft = { system: entry.provider, order: orderFromEntry(entry) };
  location.hash = '#/overrides';
}

/** What somebody brought along; asked for once. */
export function takeDraft(): OverrideDraft | undefined {
  const taken = draft;
  draft = undefined;
  return taken;
}

/**
 * The order that answers the like of a call as it was answered.
 *
 * @param entry - of the journal
 */
export function orderFromEntry({ operation, request, response }: Entry): JsonRecord {
  const [path = '/'] = request.target.split('?', 1);
  const match = operation === undefined ? { match: { method: request.method, path } } : { operation, match: { path } };
  return { ...match, answer: answerFrom(response) };
}

function answerFrom(response: Entry['response']): JsonRecord {
  if (response === undefined) return { status: 200 };
  const { status, body, headers } = response;
  if (body === undefined || body === '') return { status };
  try {
    return { status, json: JSON.parse(body) as JsonRecord };
  } catch {
    // A text is ordered as it is, with its type.
    const at = headers.findIndex((name, index) => index % 2 === 0 && name.toLowerCase() === 'content-type');
    return { status, ...(at < 0 ? {} : { headers: { 'content-type': headers[at + 1] ?? '' } }), body };
  }
}
