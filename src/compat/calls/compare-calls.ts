import { isJsonObject } from '../../base/json.js';
import type { Contract } from '../../contract/contract.js';
import type { DocumentNode } from '../../contract/openapi/reading.js';
import { childNode } from '../../contract/openapi/reading.js';
import { webhooksOf } from '../../contract/openapi/called-back.js';
import type { Change } from '../change.js';
import type { Comparing } from '../comparing.js';
import { calledBackChanges } from './called-back-changes.js';
import type { OperationPair } from './match-operations.js';
import { matchOperations } from './match-operations.js';
import { operationChanges } from './operation-changes.js';
import type { CallFrame } from './operation-presence.js';
import { addedOperation, removedOperation } from './operation-presence.js';
import { schemeChanges } from './scheme-changes.js';
import { serverChanges } from './server-changes.js';

/**
 * All that became of the calls of a contract. An operation whose text is the same, with all that it refers to, is not even read.
 *
 * @param comparing - two contracts of OpenAPI, of any versions
 * @returns in the order of the newer contract
 */
export function compareCalls(comparing: Comparing): readonly Change[] {
  const { older, newer } = comparing;
  const frame: CallFrame = { comparing, caller: 'consumer', prefix: [] };
  const matched = matchOperations(older, newer);
  const isAlike = isSameFrame(comparing);
  // All operations of a path item stand or fall with it.
  const alike = new Map<string, boolean>();
  const isPathAlike = (pair: OperationPair): boolean => {
    const key = `${pair.older.path} ${pair.newer.path}`;
    const answer = alike.get(key) ?? isSamePath(comparing, pair);
    alike.set(key, answer);
    return answer;
  };
  const pairs = matched.pairs.filter((pair) => !(isAlike && isPathAlike(pair)));
  return [
    ...(matched.isByFullPath ? [] : serverChanges(comparing, matched.pairs)),
    ...schemeChanges(
      comparing,
      matched.pairs.map((pair) => pair.older),
    ),
    ...matched.removed.map((entry) => removedOperation(frame, entry, 'operation')),
    ...matched.added.map((entry) => addedOperation(frame, entry, 'operation')),
    ...pairs.flatMap((pair) => operationChanges(frame, pair)),
    ...calledBackChanges({ comparing, caller: 'provider', prefix: ['webhook'] }, [webhooksOf(older), webhooksOf(newer)], {
      kind: 'webhook',
      changesOf: operationChanges,
    }),
  ];
}

/** What operations take from the document around them: its dialect, its defaults, its security schemes. */
function isSameFrame({ older, newer, isSameText }: Comparing): boolean {
  if (older.specification !== newer.specification || older.dialect !== newer.dialect) return false;
  const [left, right] = [rootOf(older), rootOf(newer)];
  const places = [['security'], ['consumes'], ['produces'], ['securityDefinitions'], ['components', 'securitySchemes']];
  return places.every((tokens) => isSameText(below(left, tokens), below(right, tokens)));
}

/** The path items, with what is said there for all of their operations. */
function isSamePath({ older, newer, isSameText }: Comparing, pair: OperationPair): boolean {
  if (pair.older.path !== pair.newer.path) return false;
  const [left, right] = [pathItemOf(older, pair.older.path), pathItemOf(newer, pair.newer.path)];
  return isJsonObject(left.value) && isJsonObject(right.value) && isSameText(left, right);
}

function pathItemOf(contract: Contract, path: string): DocumentNode {
  return below(rootOf(contract), ['paths', path]);
}

function rootOf({ root, file }: Contract): DocumentNode {
  return { value: root, uri: file, pointer: '' };
}

function below(node: DocumentNode, tokens: readonly string[]): DocumentNode {
  return tokens.reduce(childNode, node);
}
