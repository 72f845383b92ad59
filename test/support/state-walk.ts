import { randomFromSeed, type Random } from '../../src/base/random.js';
import type { JsonValue } from '../../src/base/json.js';
import type { Contract, Operation } from '../../src/contract/contract.js';
import { createLivingMock } from '../../src/mock/living/living-mock.js';
import { createMock } from '../../src/mock/mock.js';
import { parseRules } from '../../src/mock/rules.js';
import { type CollectionFacts, collectionFacts } from '../../src/mock/state/collection-facts.js';
import { createMemoryStore } from '../../src/mock/state/memory-store.js';
import { memoryOf } from '../../src/mock/state/memory.js';
import { type PathPlan, placeOf } from '../../src/mock/state/place.js';
import type { StateChange } from '../../src/mock/state/state-store.js';
import type { CollectionSite } from '../../src/mock/state/state-map.js';
import { jsonOf } from '../../src/mock/state/usual-value.js';
import { schemaOfParameter } from '../../src/mock/state/asked-schema.js';
import { mediaTypeTakesJson } from '../../src/mock/state/request-value.js';
import { sampleFromSchema } from '../../src/schema/sample.js';
import { isValid } from '../../src/schema/validate.js';
import { buildRequest } from '../../src/wire/build-request.js';
import { encodePercent } from '../../src/wire/percent.js';
import { headerValue, type HttpResponse } from '../../src/wire/http-message.js';
import { judgeResponse } from '../../src/wire/judge-response.js';
import { NOW_MS } from './living-mock.js';

/** What a walk through the collections of a contract came to. */
export interface StateWalk {
  /** What was wrong, as sentences; empty when all was right. */
  readonly wrong: readonly string[];
  /** How many answers there were, and how many of them were the usual ones with a note. */
  readonly answerCount: number;
  readonly notes: ReadonlyMap<string, number>;
  readonly collectionCount: number;
  /** Every answer, for those who walk twice. */
  readonly told: string;
}

/**
 * Creates, reads, lists, changes and deletes at random in the collections of a contract, beside a model of what should be there.
 *
 * @param contract - any
 * @param seed - decides everything
 * @param options - how many collections, and how many steps in each
 */
export async function walkState(
  contract: Contract,
  seed: string,
  { maxCollectionCount, stepCount }: { readonly maxCollectionCount: number; readonly stepCount: number },
): Promise<StateWalk> {
  const rules = parseRules('request=off,response=warn');
  const store = createMemoryStore();
  const mock = createMock(contract, rules.kind === 'rules' ? { rules: rules.rules } : {});
  const living = createLivingMock({ mock, seed, nowMs: () => NOW_MS, life: { state: store } });
  const world: World = { contract, wrong: [], notes: new Map(), told: [], answerCount: 0, store, living };
  const sites = livingSites(contract);
  const stride = Math.max(1, Math.floor(sites.length / maxCollectionCount));
  const chosen = sites.filter((_, index) => index % stride === 0).slice(0, maxCollectionCount);
  for (const facts of chosen) await walkCollection(world, facts, { random: randomFromSeed(seed, facts.site.shape), stepCount });
  const { wrong, answerCount, notes, told } = world;
  return { wrong, answerCount, notes, collectionCount: chosen.length, told: told.join('\n') };
}

interface World {
  readonly contract: Contract;
  readonly wrong: string[];
  readonly notes: Map<string, number>;
  readonly told: string[];
  answerCount: number;
  readonly store: ReturnType<typeof createMemoryStore>;
  readonly living: ReturnType<typeof createLivingMock>;
  changes?: readonly StateChange[] | undefined;
}

/** The collections of a contract in which something is remembered. */
export function livingSites(contract: Contract): readonly CollectionFacts[] {
  const { map } = memoryOf({ contract, seeds: undefined }, createMemoryStore().view(''));
  const sites = new Set<CollectionSite>();
  for (const entry of contract.operations) {
    const site = map.site(entry);
    if (site.kind === 'collection' || site.kind === 'item') sites.add(site.collection);
  }
  return [...sites].map(collectionFacts).filter(({ isLiving }) => isLiving);
}

interface Walk {
  readonly random: Random;
  readonly stepCount: number;
}

async function walkCollection(world: World, facts: CollectionFacts, { random, stepCount }: Walk): Promise<void> {
  const values = await parentValues(world, facts, random);
  if (values === undefined) return;
  const name = placeOf(facts.site.plan, new Map([...values].map(([key, value]) => [key, encodePercent(value)])));
  const live = new Set<string>();
  const gone = new Set<string>();
  for (let step = 0; step < stepCount; step += 1) {
    const chance = random.next();
    const known = [...live];
    const key = known[Math.floor(random.next() * known.length)];
    if (key === undefined || chance < 0.35) {
      const created = await create(world, facts, values, random);
      if (created === undefined) return;
      live.add(created);
      gone.delete(created);
    } else if (chance < 0.5) await change(world, facts, { values, key, random });
    else if (chance < 0.65) await list(world, facts, { values, name, live });
    else if (chance < 0.8 && facts.site.itemMethods.has('DELETE')) {
      const response = await callItem(world, facts, { method: 'DELETE', values, key, random });
      if (response !== undefined && response.status < 300 && !isUsual(response)) {
        live.delete(key);
        gone.add(key);
      }
    } else await read(world, facts, { values, key, isThere: true });
    for (const one of gone) await read(world, facts, { values, key: one, isThere: false });
  }
}

type Values = ReadonlyMap<string, string>;

/** Values for all that stands above a collection: what has to be there is created. */
async function parentValues(world: World, facts: CollectionFacts, random: Random): Promise<Values | undefined> {
  const { map } = memoryOf({ contract: world.contract, seeds: undefined }, world.store.view(''));
  const values = new Map<string, string>();
  for (const { collection, length } of map.parents(facts.site.itemPlan)) {
    const parent = collectionFacts(collection);
    const segment = facts.site.plan[length - 1];
    if (!parent.isLiving || segment?.kind !== 'parameter') continue;
    const own = translated(facts.site.plan, parent.site.plan, values);
    const key = await create(world, parent, own, random);
    if (key === undefined) return undefined;
    values.set(segment.name, key);
  }
  const operation = facts.create ?? facts.put ?? facts.read;
  for (const segment of facts.site.plan) {
    if (segment.kind === 'parameter' && !values.has(segment.name)) values.set(segment.name, sampledText(operation, segment.name, random));
  }
  return values;
}

/** Paths name one thing by different names. */
function translated(from: PathPlan, to: PathPlan, values: Values): Values {
  const own = new Map<string, string>();
  for (const [index, segment] of to.entries()) {
    const other = from[index];
    const value = other?.kind === 'parameter' ? values.get(other.name) : undefined;
    if (segment.kind === 'parameter') own.set(segment.name, value ?? 'x');
  }
  return own;
}

function sampledText(operation: Operation | undefined, name: string, random: Random): string {
  const parameter = operation?.parameters.find((one) => one.in === 'path' && one.name === name);
  const schema = schemaOfParameter(parameter);
  const sample = schema === undefined ? undefined : sampleFromSchema(schema, { direction: 'request', random });
  const text = sample?.kind === 'value' && typeof sample.value !== 'object' ? String(sample.value) : 'x';
  return /^[\w.~-]{1,60}$/.test(text) && !/^\.+$/.test(text) ? text : 'x1';
}

async function create(world: World, facts: CollectionFacts, values: Values, random: Random): Promise<string | undefined> {
  const before = world.store.view('').changeCount;
  const isPut = facts.create === undefined || facts.idPath === undefined || (facts.putCreates && random.next() < 0.3);
  const operation = isPut ? facts.put : facts.create;
  if (operation === undefined) return undefined;
  const last = facts.site.itemPlan.at(-1);
  const named = new Map(renamed(operation, facts.site.itemPlan, values));
  const own = operationItemName(operation);
  if (isPut && last?.kind === 'parameter' && own !== undefined) named.set(own, sampledText(operation, own, random));
  const response = await call(world, operation, { values: named, random });
  if (isUsual(response) || response.status >= 300 || world.store.view('').changeCount === before) return undefined;
  const change = world.changes?.findLast((one) => one.kind === 'put' && !one.collection.startsWith('~'));
  const key = change?.kind === 'put' ? change.key : undefined;
  if (key !== undefined) await read(world, facts, { values, key, isThere: true });
  return key;
}

function operationItemName(operation: Operation): string | undefined {
  return /\{([^{}]+)\}[^{}/]*$/.exec(operation.path)?.[1];
}

function renamed(operation: Operation, plan: PathPlan, values: Values): Values {
  const names = [...operation.path.matchAll(/\{([^{}]+)\}/g)].map(([, name]) => name ?? '');
  const given = plan.flatMap((segment) => (segment.kind === 'parameter' ? [values.get(segment.name)] : []));
  return new Map(names.flatMap((name, index) => (given[index] === undefined ? [] : [[name, given[index]] as const])));
}

async function change(
  world: World,
  facts: CollectionFacts,
  at: { readonly values: Values; readonly key: string; readonly random: Random },
): Promise<void> {
  for (const method of ['PATCH', 'PUT', 'POST']) {
    if (facts.site.itemMethods.has(method)) await callItem(world, facts, { method, ...at });
  }
}

async function read(
  world: World,
  facts: CollectionFacts,
  at: { readonly values: Values; readonly key: string; readonly isThere: boolean },
): Promise<void> {
  const response = await callItem(world, facts, { method: 'GET', ...at, random: undefined });
  if (response === undefined || isUsual(response)) return;
  const isFound = response.status < 300;
  if (isFound !== at.isThere)
    world.wrong.push(`GET ${facts.site.shape}/${at.key} is ${response.status}, though it is ${at.isThere ? 'there' : 'gone'}`);
}

async function list(
  world: World,
  facts: CollectionFacts,
  at: { readonly values: Values; readonly name: string; readonly live: ReadonlySet<string> },
): Promise<void> {
  if (facts.list === undefined) return;
  const response = await call(world, facts.list, {
    values: renamed(facts.list, facts.site.plan, at.values),
    random: undefined,
    query: wide(facts.list),
  });
  if (isUsual(response) || response.status >= 300) return;
  const text = String(response.body ?? '');
  for (const key of at.live)
    if (facts.idPath !== undefined && !text.includes(key)) world.wrong.push(`the list ${at.name} does not show ${key}`);
}

interface ItemAt {
  readonly method: string;
  readonly values: Values;
  readonly key: string;
  readonly random: Random | undefined;
}

async function callItem(world: World, facts: CollectionFacts, { method, values, key, random }: ItemAt): Promise<HttpResponse | undefined> {
  const operation = facts.site.itemMethods.get(method)?.read();
  const last = facts.site.itemPlan.at(-1);
  if (operation === undefined || operation.unusable !== undefined || last?.kind !== 'parameter') return undefined;
  return call(world, operation, { values: renamed(operation, facts.site.itemPlan, new Map([...values, [last.name, key]])), random });
}

async function call(
  world: World,
  operation: Operation,
  { values, random, query = '' }: { readonly values: Values; readonly random: Random | undefined; readonly query?: string },
): Promise<HttpResponse> {
  const parameters = new Map<string, JsonValue>([...values].map(([name, value]) => [`path:${name}`, value]));
  const mediaType = jsonOf(operation.requestBody?.content ?? []) ?? operation.requestBody?.content.find(mediaTypeTakesJson);
  const sampled = mediaType?.schema === undefined ? undefined : sampleFromSchema(mediaType.schema, { direction: 'request', random });
  const body = mediaType !== undefined && sampled?.kind === 'value' ? { mediaType, value: sampled.value } : undefined;
  const path = operation.path.replaceAll(/\{([^{}]+)\}/g, (whole, name: string) =>
    values.has(name) ? encodePercent(values.get(name) ?? '') : whole,
  );
  const target = `${path}${query}`;
  const built = buildRequest(operation, { parameters, basePath: '', ...(body === undefined ? {} : { body }) });
  const { response, changes } = await world.living.answer({ request: { ...built, target }, scope: '', prefix: '' });
  world.changes = changes;
  world.answerCount += 1;
  world.told.push(`${operation.method} ${path} ${response.status} ${String(response.body ?? '')}`);
  const note = headerValue(response.headers, 'mortise-note');
  if (note !== undefined && isUsual(response))
    world.notes.set(`${operation.id}: ${note}`, (world.notes.get(`${operation.id}: ${note}`) ?? 0) + 1);
  if (isOwnProblem(response)) return response;
  const problems = judgeResponse({ operation, contract: world.contract, request: undefined, response });
  // A contract that no answer can keep is not kept without state either.
  const plain =
    problems.length === 0
      ? []
      : judgeResponse({ operation, contract: world.contract, request: undefined, response: await usual(world, operation, path) });
  if (problems.length > 0 && plain.length === 0)
    world.wrong.push(`${operation.method} ${path}: ${response.status} ${problems[0]?.message}`);
  return response;
}

/** Room for all that a walk creates, where a list is cut. */
function wide(operation: Operation): string {
  const limit = operation.parameters.find(
    (parameter) => parameter.in === 'query' && /^(?:limit|per_?page|page_?size|max_?results)$/i.test(parameter.name),
  );
  const schema = schemaOfParameter(limit);
  return limit !== undefined && (schema === undefined || isValid(schema, 50)) ? `?${limit.name}=50` : '';
}

async function usual(world: World, operation: Operation, target: string): Promise<HttpResponse> {
  const { response } = await world.living.answer({
    request: { method: operation.method, target, headers: ['prefer', 'code=200'], body: undefined },
    scope: '',
    prefix: '',
  });
  return response;
}

function isOwnProblem({ body }: HttpResponse): boolean {
  return typeof body === 'string' && body.includes('urn:mortise:problem:');
}

/** What was not answered from state. */
function isUsual(response: HttpResponse): boolean {
  const note = headerValue(response.headers, 'mortise-note') ?? '';
  return /^(?:what was sent is|no id was|nothing |what is remembered cannot|no list of)/.test(note);
}
