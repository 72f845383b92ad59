import type { NamesNearby } from '../base/did-you-mean.js';
import { namesNearby } from '../base/did-you-mean.js';
import { tokensFromPointer } from '../base/json-pointer.js';
import type { Channel, EventOperation } from '../contract/channel.js';
import type { WrittenStep } from './arazzo/step.js';
import type { SourceContract } from './load-sources.js';
import type { Lookup } from './lookup.js';
import type { StepTarget } from './scenario.js';

/**
 * The channel that a step sends to or receives from; what is wrong is noted.
 *
 * @param step - whose `operationId`, `operationPath` or `channelPath` leads into a document of AsyncAPI
 * @param lookup - where to look
 */
export function resolveEventTarget(step: WrittenStep, lookup: Lookup): StepTarget {
  const { key, text } = step.target;
  const pointer = `${step.pointer}/${key}`;
  const nowhere = { kind: 'nowhere', text } as const;
  const found = key === 'operationId' ? byId(text, lookup) : byPath(text, key, lookup);
  if ('problem' in found) {
    lookup.problems.push({ pointer, ...found });
    return nowhere;
  }
  const { source, channel, operation } = found;
  const { system } = source;
  if (system === undefined || !lookup.workspace.systems.has(system)) {
    const problem = `no system of the workspace offers ${source.contract.file}: name it with "x-system" at the source description`;
    lookup.problems.push({ pointer, problem, ...namesNearby(system ?? '', lookup.workspace.systems.keys()) });
    return nowhere;
  }
  noteIntent(step, lookup);
  const { action = 'receive' } = step;
  return { kind: 'event', system, contract: source.contract, channel, operation, action };
}

interface FoundChannel {
  readonly source: SourceContract;
  readonly channel: Channel;
  readonly operation: EventOperation | undefined;
}

type Found = FoundChannel | ({ readonly problem: string } & NamesNearby);

/** What a step says must fit what it does. */
function noteIntent({ action, correlationId, key, requestBody, pointer }: WrittenStep, { problems }: Lookup): void {
  if (action === undefined) problems.push({ pointer, problem: 'a step on a channel says "action: send" or "action: receive"' });
  if (action === 'send' && requestBody === undefined)
    problems.push({ pointer, problem: 'a step that sends has a "requestBody" with the payload' });
  if (action === 'send' && correlationId !== undefined)
    problems.push({
      pointer: `${pointer}/correlationId`,
      problem: 'what is sent has its correlation id in the message: only a step that receives asks for one',
    });
  if (action !== 'receive') return;
  if (requestBody !== undefined) problems.push({ pointer: `${pointer}/requestBody`, problem: 'a step that receives sends no payload' });
  if (key !== undefined) problems.push({ pointer: `${pointer}/x-key`, problem: 'a step that receives has no key' });
}

/** `orderPlaced`, or `$sourceDescriptions.events.orderPlaced`. */
function byId(text: string, { sources }: Lookup): Found {
  const [, name, id = text] = /^\$sourceDescriptions\.([A-Za-z0-9_-]+)\.(.+)$/s.exec(text) ?? [];
  const candidates = [...sources.channels].filter(([known]) => name === undefined || known === name).map(([, source]) => source);
  const [hit, other] = candidates.flatMap((source) => {
    const operation = source.contract.eventOperations.find((one) => one.id === id);
    return operation === undefined ? [] : [{ source, channel: operation.channel, operation }];
  });
  if (other !== undefined)
    return { problem: `several source descriptions have an operation "${id}": write $sourceDescriptions.<name>.${id}` };
  if (hit !== undefined) return hit;
  const ids = candidates.flatMap(({ contract }) => contract.eventOperations.map((operation) => operation.id));
  const { suggestion: near, known } = namesNearby(id, ids);
  const suggestion = near === undefined || name === undefined ? near : `$sourceDescriptions.${name}.${near}`;
  return { problem: `${name ?? 'no source description'} has ${name === undefined ? 'an' : 'no'} operation "${id}"`, suggestion, known };
}

/** `{$sourceDescriptions.events.url}#/channels/orderPlaced`, or with `/operations/`. */
function byPath(text: string, key: string, { sources }: Lookup): Found {
  const list = key === 'channelPath' ? 'channels' : 'operations';
  const [, name, pointer] = /^\{?\$sourceDescriptions\.([A-Za-z0-9_-]+)\.url\}?#(\/.*)$/s.exec(text) ?? [];
  if (name === undefined || pointer === undefined) {
    return { problem: `${key === 'channelPath' ? 'a' : 'an'} ${key} is {$sourceDescriptions.<name>.url}#/${list}/<name>` };
  }
  const source = sources.channels.get(name);
  if (source === undefined) {
    const problem = sources.contracts.has(name) ? `${name} is no document of AsyncAPI` : `there is no source description "${name}"`;
    return { problem, ...namesNearby(name, sources.channels.keys()) };
  }
  return key === 'channelPath' ? channelAt(pointer, name, source) : operationAt(pointer, name, source);
}

function channelAt(pointer: string, name: string, source: SourceContract): Found {
  const [list, id = ''] = tokensFromPointer(pointer);
  const { channels } = source.contract;
  const channel = channels.find((one) => one.pointer === pointer || (list === 'channels' && one.id === id));
  if (channel !== undefined) return { source, channel, operation: undefined };
  return {
    problem: `${name} has no channel ${id === '' ? pointer : `"${id}"`}`,
    ...namesNearby(
      id,
      channels.map((one) => one.id),
    ),
  };
}

function operationAt(pointer: string, name: string, source: SourceContract): Found {
  const [list, id = ''] = tokensFromPointer(pointer);
  const { eventOperations } = source.contract;
  const operation = eventOperations.find((one) => one.pointer === pointer || (list === 'operations' && one.id === id));
  if (operation !== undefined) return { source, channel: operation.channel, operation };
  return {
    problem: `${name} has no operation ${id === '' ? pointer : `"${id}"`}`,
    ...namesNearby(
      id,
      eventOperations.map((one) => one.id),
    ),
  };
}
