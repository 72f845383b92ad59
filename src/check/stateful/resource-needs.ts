import { isJsonObject } from '../../base/json.js';
import { appendToken } from '../../base/json-pointer.js';
import type { Pair } from '../../workspace/workspace.js';
import type { TestCase } from '../test-case.js';
import { nounOfParameter } from './path-noun.js';
import { pathParameterNames, templateSegments } from '../../contract/path-values.js';
import type { Resource } from './resource-model.js';
import { itemParameterOf } from './resource-model.js';
import { referredNoun } from '../../contract/resource-name.js';

/** An id that a creation needs of something else. */
export interface Need {
  /** As in the captures of a case: `path:userId`, `body#/customerId`. */
  readonly key: string;
  readonly resource: Resource;
}

/**
 * What must be created before a resource can be: the things that its path stands below, and those that members of its body refer to. What the pair
 * gives a value for is not needed.
 *
 * @param resource - to be created
 * @param create - its creation as planned
 * @param known - the resources of the contract, and the pair
 */
export function needsOf(
  resource: Resource,
  create: TestCase,
  known: { readonly resources: readonly Resource[]; readonly pair: Pick<Pair, 'parameters' | 'fixtures'> },
): readonly Need[] {
  const { operation } = create;
  const makers = known.resources.filter((other) => other.createdBy === 'post' && other.create.id !== resource.create.id);
  const makerOf = (noun: string | undefined): Resource | undefined => makers.find((other) => other.noun === noun);
  const own = resource.createdBy === 'put' ? itemParameterOf(operation) : undefined;
  const fixture = known.pair.fixtures.get(operation.id);
  const given = { ...known.pair.parameters, ...fixture?.parameters, ...fixture?.capture };
  const path = templateSegments(operation.path);
  const names = pathParameterNames(operation.path).filter(
    (name) => name !== own && given[name] === undefined && given[`path:${name}`] === undefined,
  );
  const parents = names.map((name) => ({
    key: `path:${name}`,
    maker: makerOf(nounOfParameter(path, name)) ?? makerOf(referredNoun(name)),
  }));
  const members = fixture?.body === undefined && isJsonObject(create.body?.value) ? Object.entries(create.body.value) : [];
  const references = members
    .filter(([, value]) => typeof value === 'string' || typeof value === 'number')
    .map(([name]) => ({ key: `body#${appendToken('', name)}`, maker: makerOf(referredNoun(name)) }));
  return [...parents, ...references].flatMap(({ key, maker }) => (maker === undefined ? [] : [{ key, resource: maker }]));
}
