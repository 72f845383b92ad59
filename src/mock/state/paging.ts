import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { Operation, Parameter } from '../../contract/contract.js';
import { plainName } from '../../contract/resource-name.js';
import { resolveSchema } from '../../schema/schema-at.js';
import { schemaOfParameter } from './asked-schema.js';

/** Which of all things a request wants to see. */
export interface Page {
  /** The first of them. */
  readonly offset: number;
  readonly limit: number;
  /** Of the query parameter that leads on, and how it does. */
  readonly next: { readonly parameter: string; readonly kind: 'offset' | 'page' | 'cursor' } | undefined;
  readonly previous: string | undefined;
}

export interface Listed {
  readonly keys: readonly string[];
  readonly operation: Operation;
  readonly parameters: ReadonlyMap<string, JsonValue>;
}

/**
 * The page that a request asks for, by the parameters that the contract declares: limit and offset, a page's number, or a cursor, which is the id of
 * the last thing that was seen.
 *
 * @param listed - all that there is to page through
 */
export function pageOf({ keys, operation, parameters }: Listed): Page {
  const known = declaredPaging(operation);
  const numberOf = (parameter: Parameter | undefined): number | undefined => {
    const value =
      parameter === undefined ? undefined : Number(parameters.get(`query:${parameter.name}`) ?? defaultOf(parameter) ?? Number.NaN);
    return value === undefined || !Number.isFinite(value) ? undefined : Math.max(0, Math.trunc(value));
  };
  const textOf = (parameter: Parameter | undefined): string | undefined => {
    const value = parameter === undefined ? undefined : parameters.get(`query:${parameter.name}`);
    return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
  };
  const pages = known.limit ?? known.offset ?? known.page ?? known.after;
  const limit = Math.max(1, Math.min(numberOf(known.limit) ?? (pages === undefined ? MAX_PAGE_COUNT : DEFAULT_PAGE_COUNT), MAX_PAGE_COUNT));
  const next = nextOf(known);
  const before = textOf(known.before);
  if (before !== undefined) {
    const end = keys.indexOf(before);
    const offset = Math.max(0, (end === -1 ? 0 : end) - limit);
    return { offset, limit: end === -1 ? limit : end - offset, next, previous: known.before?.name };
  }
  const after = textOf(known.after);
  if (after !== undefined) return { offset: behind(keys, after), limit, next, previous: known.before?.name };
  const page = numberOf(known.page);
  if (page !== undefined && known.page !== undefined) {
    const first = defaultOf(known.page) === 0 || minimumOf(known.page) === 0 ? 0 : 1;
    return { offset: Math.max(0, page - first) * limit, limit, next, previous: known.page.name };
  }
  return { offset: numberOf(known.offset) ?? 0, limit, next, previous: known.offset?.name };
}

/**
 * Whether a query parameter says which part of a list is wanted, and not what is in it.
 *
 * @param name - of the parameter
 */
export function isPagingName(name: string): boolean {
  const plain = plainName(name);
  return [LIMITS, OFFSETS, PAGES, AFTERS, BEFORES].some((names) => names.has(plain));
}

/** A cursor that nobody gave is behind everything: a caller who follows it comes to an end. */
function behind(keys: readonly string[], cursor: string): number {
  const index = keys.indexOf(cursor);
  return index === -1 ? keys.length : index + 1;
}

interface Paging {
  readonly limit: Parameter | undefined;
  readonly offset: Parameter | undefined;
  readonly page: Parameter | undefined;
  readonly after: Parameter | undefined;
  readonly before: Parameter | undefined;
}

function declaredPaging({ parameters }: Operation): Paging {
  const query = parameters.filter((parameter) => parameter.in === 'query');
  const among = (names: ReadonlySet<string>): Parameter | undefined => query.find(({ name }) => names.has(plainName(name)));
  return { limit: among(LIMITS), offset: among(OFFSETS), page: among(PAGES), after: among(AFTERS), before: among(BEFORES) };
}

function nextOf({ after, page, offset }: Paging): Page['next'] {
  if (after !== undefined) return { parameter: after.name, kind: 'cursor' };
  if (page !== undefined) return { parameter: page.name, kind: 'page' };
  return offset === undefined ? undefined : { parameter: offset.name, kind: 'offset' };
}

function defaultOf(parameter: Parameter): JsonValue | undefined {
  return factOf(parameter, 'default');
}

function minimumOf(parameter: Parameter): JsonValue | undefined {
  return factOf(parameter, 'minimum');
}

function factOf(parameter: Parameter, fact: string): JsonValue | undefined {
  const schema = schemaOfParameter(parameter);
  const value = schema === undefined ? undefined : (resolveSchema(schema)?.value ?? schema.value);
  return isJsonObject(value) ? value[fact] : undefined;
}

const LIMITS: ReadonlySet<string> = new Set(
  'limit perpage pagesize pagelimit maxresults maxitems take top first max size itemsperpage resultsperpage'.split(' '),
);
const OFFSETS: ReadonlySet<string> = new Set('offset skip start startindex startat pageoffset'.split(' '));
const PAGES: ReadonlySet<string> = new Set('page pagenumber pageno pageindex'.split(' '));
const AFTERS: ReadonlySet<string> = new Set(
  'cursor after startingafter pagetoken pagecursor nexttoken nextcursor continuationtoken continuation marker startafter since_id nextpagetoken'.split(
    ' ',
  ),
);
const BEFORES: ReadonlySet<string> = new Set('before endingbefore prevcursor previouscursor'.split(' '));
const DEFAULT_PAGE_COUNT = 100;
/** However many are asked for. */
const MAX_PAGE_COUNT = 1_000;
