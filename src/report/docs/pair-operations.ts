import { markdownBlock, markdownCode, markdownTable, markdownText } from '../markdown.js';
import type { ReportMessage, ReportOperation } from '../run/report-workspace.js';
import { wasRead } from '../run/was-read.js';
import type { DocPair } from './doc-pairs.js';

/**
 * The operations that the consumer uses.
 *
 * @param pair - with its provider
 * @returns in the order of the contract
 */
export function usedOperations({ to, uses }: DocPair): readonly ReportOperation[] {
  const all = to?.operations ?? [];
  return uses === undefined ? all : all.filter(({ id }) => uses.includes(id));
}

/**
 * What is called or sent, and whether it was answered as it should.
 *
 * @param pair - with its test
 * @param operations - that it uses
 */
export function operationLines({ test, uses, to }: DocPair, operations: readonly ReportOperation[]): readonly string[] {
  const coverage = test?.kind === 'tested' ? new Map(test.coverage.operations.map((one) => [one.operation, one])) : undefined;
  const isReal = test?.kind === 'tested' && test.providerKind !== 'mock';
  const rows = operations.slice(0, MAX_OPERATION_COUNT).map((operation) => {
    const isReached = coverage?.get(operation.id)?.isReached === true;
    return [
      markdownCode(operation.id),
      callText(operation),
      markdownText(operation.summary ?? operation.description ?? ''),
      isReached ? (isReal ? '✓' : 'by its mock') : '',
    ];
  });
  const unknown = (to !== undefined && wasRead(to) ? (uses ?? []) : []).filter(
    (id) => to?.operations.some((operation) => operation.id === id) !== true,
  );
  return [
    ...markdownTable(
      ['operation', 'call or channel', 'what it does', 'answered as it should'],
      rows,
      to === undefined || !wasRead(to) ? 'This run did not read them.' : 'The contract has none.',
    ),
    ...(operations.length > MAX_OPERATION_COUNT ? ['', `And ${operations.length - MAX_OPERATION_COUNT} more.`] : []),
    ...(unknown.length === 0 ? [] : ['', `Used, and not known here: ${unknown.map(markdownCode).join(', ')}.`]),
  ];
}

function callText({ call, channel, action, isDeprecated }: ReportOperation): string {
  const target = call ?? channel ?? '';
  const direction = action === undefined ? '' : action === 'send' ? 'sent on ' : 'received on ';
  return `${direction}${markdownCode(target)}${isDeprecated === true ? ' (deprecated)' : ''}`;
}

/**
 * What the messages of operations are made of, with examples.
 *
 * @param operations - of a pair
 */
export function formatLines(operations: readonly ReportOperation[]): readonly string[] {
  const shown = operations
    .slice(0, MAX_EXAMPLE_COUNT)
    .filter(({ messages, description }) => messages.length > 0 || description !== undefined);
  if (shown.length === 0) return ['No messages are described.'];
  return shown.flatMap((operation, index) => [
    ...(index === 0 ? [] : ['']),
    `### ${markdownText(operation.id)}`,
    '',
    ...(operation.description === undefined ? [] : [markdownText(operation.description), '']),
    ...markdownTable(['message', 'media type', 'schema'], messageRows(operation.messages), 'No messages are described.'),
    ...exampleLines(operation.messages),
  ]);
}

/** Answers of one form stand together: most refusals are alike. */
function messageRows(messages: readonly ReportMessage[]): readonly (readonly string[])[] {
  const alike = new Map<string, ReportMessage[]>();
  for (const message of messages) {
    const key = JSON.stringify([message.role, message.mediaType, message.schema]);
    alike.set(key, [...(alike.get(key) ?? []), message]);
  }
  return [...alike.values()].slice(0, MAX_MESSAGE_COUNT).flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const names = same.flatMap(({ name }) => (name === undefined ? [] : [markdownText(name)])).join(', ');
    const { role, mediaType, schema } = first;
    return [
      [
        `${ROLE_WORDS[role]} ${names}`.trim(),
        mediaType === undefined ? '' : markdownCode(mediaType),
        schema === undefined ? '' : markdownCode(schema),
      ],
    ];
  });
}

/** What is sent, and the first event or answer that is no refusal. */
function exampleLines(messages: readonly ReportMessage[]): readonly string[] {
  const request = messages.find(({ role, example }) => role === 'request' && example !== undefined);
  const isGood = ({ role, name }: ReportMessage): boolean => role === 'event' || (role === 'response' && /^(?:2|default)/.test(name ?? ''));
  const other = messages.find((message) => isGood(message) && message.example !== undefined);
  return [request, other].flatMap((message) => {
    if (message?.example === undefined) return [];
    const title = `${ROLE_WORDS[message.role].replace(/^./, (letter) => letter.toUpperCase())} ${markdownText(message.name ?? '')}`;
    return [
      '',
      `${title.trim()}:`,
      '',
      ...markdownBlock(spacedText(message.example), /json/i.test(message.mediaType ?? 'json') ? 'json' : 'text'),
    ];
  });
}

/** JSON over several lines, where that loses nothing: it may be cut, or have numbers that we would write in another way. */
function spacedText(example: string): string {
  try {
    const value: unknown = JSON.parse(example);
    return JSON.stringify(value) === example && example.length > MAX_LINE_LENGTH ? JSON.stringify(value, null, 2) : example;
  } catch {
    // It is no JSON, or was cut: as it travels is how it is shown.
    return example;
  }
}

const ROLE_WORDS: Readonly<Record<ReportMessage['role'], string>> = { request: 'request', response: 'answer', event: 'event' };
const MAX_LINE_LENGTH = 80;
const MAX_OPERATION_COUNT = 200;
const MAX_EXAMPLE_COUNT = 30;
const MAX_MESSAGE_COUNT = 20;
