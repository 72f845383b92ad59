import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { plainName } from '../../contract/resource-name.js';
import type { Schema } from '../../schema/schema.js';
import { declaredMembers } from './declared-members.js';
import type { Page } from './paging.js';

/** A page of a list, and what there is beside it. */
export interface PageFacts {
  readonly page: Page;
  readonly totalCount: number;
  readonly shownKeys: readonly string[];
}

/** What a member around a list should say: the first value that its schema lets in; `undefined` for no such member. */
export interface EnvelopeWish {
  readonly path: readonly string[];
  readonly values: readonly (JsonValue | undefined)[];
}

/**
 * What the members around a list should say, by their names: totals, whether there is more, where it goes on.
 *
 * @param schema - of the body
 * @param body - with the list in it
 * @param facts - of the page
 */
export function envelopeWishes(schema: Schema, body: JsonValue, facts: PageFacts): readonly EnvelopeWish[] {
  const { schemas } = declaredMembers(schema);
  const own = [...schemas.keys()].flatMap((name) => wishFor([name], facts));
  const inner = [...schemas].flatMap(([name, member]) => {
    if (!isJsonObject(body) || !isJsonObject(body[name]) || !AROUND.has(plainName(name))) return [];
    return [...declaredMembers(member).schemas.keys()].flatMap((below) => wishFor([name, below], facts));
  });
  return [...own, ...inner];
}

/**
 * The value of the parameter that leads to the next page; `undefined` on the last one.
 *
 * @param facts - of the page
 */
export function nextValue({ page, totalCount, shownKeys }: PageFacts): string | number | undefined {
  const end = page.offset + shownKeys.length;
  if (page.next === undefined || end >= totalCount || shownKeys.length === 0) return undefined;
  if (page.next.kind === 'cursor') return shownKeys.at(-1);
  return page.next.kind === 'offset' ? end : Math.floor(page.offset / page.limit) + 2;
}

function wishFor(path: readonly string[], facts: PageFacts): readonly EnvelopeWish[] {
  const { page, totalCount, shownKeys } = facts;
  const plain = plainName(path.at(-1) ?? '');
  const hasMore = page.offset + shownKeys.length < totalCount;
  const next = nextValue(facts);
  const told = (...values: readonly (JsonValue | undefined)[]): readonly EnvelopeWish[] => [{ path, values }];
  if (TOTALS.has(plain)) return told(totalCount, String(totalCount));
  if (COUNTS.has(plain)) return told(shownKeys.length, String(shownKeys.length));
  if (MORE.has(plain)) return told(hasMore);
  if (LAST.has(plain)) return told(!hasMore);
  if (NEXT.has(plain)) return next === undefined ? told(null, undefined, '') : told(next, String(next));
  if (plain === 'offset' || plain === 'skip') return told(page.offset);
  if (plain === 'limit' || plain === 'perpage' || plain === 'pagesize') return told(page.limit);
  if (plain === 'page' || plain === 'pagenumber' || plain === 'currentpage') return told(Math.floor(page.offset / page.limit) + 1);
  if (plain === 'totalpages' || plain === 'pagecount' || plain === 'lastpage') return told(Math.ceil(totalCount / page.limit));
  if (plain === 'firstid') return told(shownKeys[0] ?? null, undefined, '');
  return plain === 'lastid' ? told(shownKeys.at(-1) ?? null, undefined, '') : [];
}

const TOTALS: ReadonlySet<string> = new Set('total totalcount totalitems totalresults totalrecords totalelements totalsize'.split(' '));
const COUNTS: ReadonlySet<string> = new Set('count itemcount resultcount numberofelements'.split(' '));
const MORE: ReadonlySet<string> = new Set('hasmore hasnext hasnextpage more'.split(' '));
const LAST: ReadonlySet<string> = new Set('last islast islastpage'.split(' '));
const NEXT: ReadonlySet<string> = new Set(
  'next nextcursor nextpage nextpagetoken nexttoken nextoffset cursor endcursor continuation continuationtoken nextmarker after'.split(' '),
);
const AROUND: ReadonlySet<string> = new Set('meta metadata pagination paging page pageinfo links cursors responsemetadata'.split(' '));
