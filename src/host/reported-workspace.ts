import { basename, dirname, resolve } from 'node:path';
import type { JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import { valueAtPointer } from '../base/json-pointer.js';
import type { EventOperation } from '../contract/channel.js';
import type { Contract, MediaType, OperationEntry } from '../contract/contract.js';
import { jsonFromPolicy } from '../policy/json-from-policy.js';
import type { ReportMessage, ReportOperation, ReportPair, ReportSystem, ReportWorkspace } from '../report/run/report-workspace.js';
import type { Schema } from '../schema/schema.js';
import type { DeclaredPlace } from '../workspace/models-from-json.js';
import type { Pair, PairAuth, PairCredential, System, Workspace } from '../workspace/workspace.js';

/** The contracts of systems that were read, by the names of the systems. */
interface ReadContracts {
  readonly contracts: ReadonlyMap<string, Contract>;
  /** Of events. */
  readonly eventContracts: ReadonlyMap<string, Contract>;
}

/**
 * Who there is and who talks to whom, as reports read it: no address, no command line, no value that gets in.
 *
 * @param workspace - as read
 * @param read - of its contracts, as far as they were needed
 */
export function reportedWorkspace(workspace: Workspace, read: ReadContracts): ReportWorkspace {
  const { systems, integrations, models = [], transformations = [] } = workspace;
  const reported = [...systems.values()].map((system) => reportedSystem(system, read));
  const protocols = new Map(reported.map((system) => [system.name, system.protocols]));
  return {
    name: basename(dirname(resolve('/', workspace.file))) || basename(workspace.file),
    file: workspace.file,
    systems: reported,
    pairs: integrations.map((pair) => reportedPair(pair, protocols.get(pair.provider) ?? [])),
    models: models.map(({ name, places, consistency }) => ({
      name,
      places: places.map(placeText),
      ...(consistency === undefined ? {} : { consistency }),
    })),
    transformations: transformations.map(({ name, a, b, roundTrip }) => ({ name, a: placeText(a), b: placeText(b), roundTrip })),
  };
}

/**
 * Contracts by the systems whose they are.
 *
 * @param workspace - as read
 * @param byFile - those that were read, by file
 */
export function contractsOfSystems({ systems }: Workspace, byFile: ReadonlyMap<string, Contract>): ReadContracts {
  const of = (kind: 'openapi' | 'asyncapi'): ReadonlyMap<string, Contract> =>
    new Map(
      [...systems.values()].flatMap((system) => {
        const contract = byFile.get(system[kind] ?? '');
        return contract === undefined ? [] : [[system.name, contract] as const];
      }),
    );
  return { contracts: of('openapi'), eventContracts: of('asyncapi') };
}

function reportedSystem(system: System, read: ReadContracts): ReportSystem {
  const { name, openapi, asyncapi } = system;
  const calls = openapi === undefined ? undefined : read.contracts.get(name);
  const events = asyncapi === undefined ? undefined : read.eventContracts.get(name);
  const known = [calls, events].filter((contract) => contract !== undefined);
  const [first] = known;
  const operations = [
    ...(calls === undefined ? [] : calls.operations.slice(0, MAX_OPERATION_COUNT).map((entry) => reportedCall(entry, calls))),
    ...(events === undefined ? [] : events.eventOperations.map((operation) => reportedEvents(operation, events))),
  ];
  const info = describedBy(first === undefined ? undefined : valueAtPointer(first.root, '/info'));
  const schemes = new Map(known.flatMap((contract) => [...contract.securitySchemes]));
  return {
    name,
    kind: kindOf(system),
    contractFiles: [openapi, asyncapi].filter((file) => file !== undefined),
    ...(first === undefined || first.title === '' ? {} : { title: first.title }),
    ...(first === undefined || first.version === '' ? {} : { version: first.version }),
    ...(info.description === undefined ? {} : { description: info.description }),
    operations: operations.slice(0, MAX_OPERATION_COUNT),
    operationCount: (calls?.operations.length ?? 0) + (events?.eventOperations.length ?? 0),
    security: [...schemes].map(([scheme, { kind: of }]) => ({ name: scheme, kind: of })),
    protocols: [...new Set([...(openapi === undefined ? [] : ['http']), ...(events?.servers ?? []).map(({ protocol }) => protocol)])],
    stands: standsFor(system),
  };
}

function kindOf({ openapi, asyncapi }: System): ReportSystem['kind'] {
  if (openapi === undefined) return asyncapi === undefined ? 'consumer' : 'events';
  return asyncapi === undefined ? 'calls' : 'both';
}

function standsFor({ url, start, module }: System): ReportSystem['stands'] {
  if (url !== undefined) return 'url';
  if (start !== undefined) return 'program';
  return module === undefined ? 'mock' : 'module';
}

function reportedCall(entry: OperationEntry, contract: Contract): ReportOperation {
  const { id, method, path, pointer } = entry;
  const written = valueAtPointer(contract.root, pointer);
  const common = { id, call: `${method} ${path}`, ...describedBy(written) };
  // Whoever has thousands of operations has them looked up, not printed.
  if (contract.operations.length > MAX_DETAILED_COUNT) return { ...common, messages: [] };
  const { requestBody, responses, deprecated } = entry.read();
  return {
    ...common,
    ...(deprecated ? { isDeprecated: true } : {}),
    messages: [
      ...(requestBody?.content ?? []).map((media) => reportedMedia('request', media, undefined)),
      ...responses.flatMap(({ status, content }): readonly ReportMessage[] =>
        content.length === 0 ? [{ role: 'response', name: status }] : content.map((media) => reportedMedia('response', media, status)),
      ),
    ],
  };
}

function reportedMedia(
  role: 'request' | 'response',
  { name: mediaType, schema, examples }: MediaType,
  name: string | undefined,
): ReportMessage {
  const [documented] = examples.flatMap(({ value, serialized }) =>
    serialized === undefined ? (value === undefined ? [] : [textOf(value)]) : [serialized],
  );
  return { role, ...(name === undefined ? {} : { name }), mediaType, ...namedSchema(schema), ...exampleOf(documented) };
}

function reportedEvents({ id, action, channel, messages, pointer }: EventOperation, { root }: Contract): ReportOperation {
  const written = valueAtPointer(root, pointer);
  return {
    id,
    channel: channel.address ?? channel.id,
    action,
    ...describedBy(written),
    messages: messages.map(({ id: messageId, name, contentType, payload, examples }) => {
      const [documented] = examples.flatMap((example) => (example.payload === undefined ? [] : [textOf(example.payload)]));
      const schema = payload.kind === 'json-schema' ? payload.schema : undefined;
      return { role: 'event', name: name ?? messageId, mediaType: contentType, ...namedSchema(schema), ...exampleOf(documented) };
    }),
  };
}

/** What its own words say of it: the first paragraph of a description is what it is about. */
function describedBy(written: JsonValue | undefined): Pick<ReportOperation, 'summary' | 'description'> {
  if (!isJsonObject(written)) return {};
  const { summary, description } = written;
  const [paragraph = ''] = typeof description === 'string' ? description.trim().split(/\n\s*\n/, 1) : [];
  const text = paragraph.replace(/\s+/g, ' ');
  return {
    ...(typeof summary === 'string' ? { summary } : {}),
    ...(text === '' ? {} : { description: [...text].slice(0, MAX_DESCRIPTION_LENGTH).join('') }),
  };
}

function textOf(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function exampleOf(example: string | undefined): Pick<ReportMessage, 'example'> {
  return example === undefined ? {} : { example: [...example].slice(0, MAX_EXAMPLE_LENGTH).join('') };
}

/** By the reference that leads to it, else by where it stands. */
function namedSchema(schema: Schema | undefined): Pick<ReportMessage, 'schema'> {
  const reference = isJsonObject(schema?.value) ? schema.value['$ref'] : undefined;
  const [, name] = COMPONENT.exec(typeof reference === 'string' ? reference : (schema?.pointer ?? '')) ?? [];
  return name === undefined ? {} : { schema: name };
}

function reportedPair({ consumer, provider, uses, auth, recovery }: Pair, protocols: readonly string[]): ReportPair {
  return {
    consumer,
    provider,
    protocols,
    ...(uses === undefined ? {} : { uses }),
    auth: auth === undefined ? [] : kindsOf(auth),
    ...(recovery === undefined ? {} : { recovery: jsonFromPolicy(recovery) }),
  };
}

function kindsOf(auth: PairAuth): readonly PairCredential['kind'][] {
  return auth.kind === 'schemes' ? [...new Set([...auth.schemes.values()].map(({ kind }) => kind))] : [auth.kind];
}

function placeText({ system, schemaPointer }: DeclaredPlace): string {
  return `${system}#${schemaPointer}`;
}

const MAX_OPERATION_COUNT = 2_000;
const MAX_DETAILED_COUNT = 300;
const MAX_DESCRIPTION_LENGTH = 600;
const MAX_EXAMPLE_LENGTH = 2_000;
const COMPONENT = /\/(?:components\/schemas|definitions|components\/messages)\/([^/]+)$/;
