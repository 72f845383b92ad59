import type { ReportFinding } from '../run/report-finding.js';
import type { ReportMessage, ReportOperation } from '../run/report-workspace.js';
import { wordsOfFinding } from '../wording/finding-wording.js';
import type { DocFile } from './doc-file.js';
import { markdownFile } from './doc-file.js';
import type { DocPair } from './doc-pairs.js';
import { testText } from './doc-pairs.js';
import { markdownBlock, markdownCode, markdownTable, markdownText } from '../markdown.js';
import { recoverySection } from './recovery-section.js';

/** Where a document stands, and what it leads to. */
export interface PairDocumentPlace {
  readonly path: string;
  readonly workspaceFile: string;
  /** Whether tests came to their end in the run: else silence says nothing. */
  readonly isTestOver: boolean;
}

/**
 * The integration document of one pair. No instant, duration or count of requests stands in it, so that it changes only when the integration does.
 *
 * @param pair - with all that is known of it
 * @param place - where it stands
 */
export function pairDocument(pair: DocPair, place: PairDocumentPlace): DocFile {
  const operations = operationsOf(pair);
  return markdownFile(place.path, [
    `# ${markdownText(pair.consumer)} → ${markdownText(pair.provider)}`,
    '',
    purposeText(pair, operations.length),
    '',
    '## Protocol',
    '',
    ...protocolLines(pair),
    '',
    '## Operations and messages',
    '',
    ...operationLines(pair, operations),
    '',
    '## Message formats',
    '',
    ...formatLines(operations),
    '',
    '## Authentication',
    '',
    ...authenticationLines(pair),
    '',
    '## Retry, timeout, breaker',
    '',
    ...recoverySection(pair),
    '',
    '## Error scenarios',
    '',
    ...scenarioLines(pair),
    '',
    '## Metrics',
    '',
    ...metricLines(pair),
    '',
    '## Troubleshooting',
    '',
    ...troubleLines(pair, place),
  ]);
}

function purposeText({ consumer, provider, to, uses }: DocPair, operationCount: number): string {
  const title =
    to?.title === undefined ? '' : ` (${markdownText(to.title)}${to.version === undefined ? '' : ` ${markdownText(to.version)}`})`;
  const what =
    to === undefined ? 'is outside of the workspace' : `offers ${to.operationCount} operation${to.operationCount === 1 ? '' : 's'}`;
  const used = uses === undefined ? 'may use all of them' : `uses ${operationCount} of them`;
  return `${markdownCode(provider)}${title} ${what}; ${markdownCode(consumer)} ${used}.`;
}

function protocolLines({ protocols, to }: DocPair): readonly string[] {
  const files = to?.contractFiles ?? [];
  return [
    `- Over: ${protocols.length === 0 ? 'not said' : protocols.map(markdownCode).join(', ')}`,
    `- Contract: ${files.length === 0 ? 'none' : files.map(markdownCode).join(', ')}`,
  ];
}

/** Those that the consumer uses, in the order of the contract. */
function operationsOf({ to, uses }: DocPair): readonly ReportOperation[] {
  const all = to?.operations ?? [];
  return uses === undefined ? all : all.filter(({ id }) => uses.includes(id));
}

function operationLines({ test, uses, to }: DocPair, operations: readonly ReportOperation[]): readonly string[] {
  const coverage = test?.kind === 'tested' ? new Map(test.coverage.operations.map((one) => [one.operation, one])) : undefined;
  const isReal = test?.kind === 'tested' && test.providerKind !== 'mock';
  const rows = operations.slice(0, MAX_OPERATION_COUNT).map((operation) => {
    const isReached = coverage?.get(operation.id)?.isReached === true;
    return [
      markdownCode(operation.id),
      callText(operation),
      markdownText(operation.summary ?? ''),
      isReached ? (isReal ? '✓' : 'by its mock') : '',
    ];
  });
  const unknown = (uses ?? []).filter((id) => to?.operations.some((operation) => operation.id === id) !== true);
  return [
    ...markdownTable(['operation', 'call or channel', 'what it does', 'answered as it should'], rows, 'The contract has none.'),
    ...(operations.length > MAX_OPERATION_COUNT ? ['', `And ${operations.length - MAX_OPERATION_COUNT} more.`] : []),
    ...(unknown.length === 0 ? [] : ['', `Used, and not known here: ${unknown.map(markdownCode).join(', ')}.`]),
  ];
}

function callText({ call, channel, action, isDeprecated }: ReportOperation): string {
  const target = call ?? channel ?? '';
  const direction = action === undefined ? '' : action === 'send' ? 'sent on ' : 'received on ';
  return `${direction}${markdownCode(target)}${isDeprecated === true ? ' (deprecated)' : ''}`;
}

function formatLines(operations: readonly ReportOperation[]): readonly string[] {
  const shown = operations.slice(0, MAX_EXAMPLE_COUNT).filter(({ messages }) => messages.length > 0);
  if (shown.length === 0) return ['No messages are described.'];
  return shown.flatMap((operation, index) => [
    ...(index === 0 ? [] : ['']),
    `### ${markdownText(operation.id)}`,
    '',
    ...markdownTable(['message', 'media type', 'schema'], messageRows(operation.messages), ''),
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

function authenticationLines({ auth, to }: DocPair): readonly string[] {
  const schemes = to?.security ?? [];
  return [
    `- The consumer gets in by: ${auth.length === 0 ? 'nothing that is said' : auth.map((kind) => AUTH_WORDS[kind] ?? markdownText(kind)).join(', ')}`,
    `- The contract asks for: ${schemes.length === 0 ? 'nothing' : schemes.map(({ name, kind }) => `${markdownCode(name)} (${markdownText(kind)})`).join(', ')}`,
  ];
}

function scenarioLines({ links }: DocPair): readonly string[] {
  const rows = links.map(({ scenario, title, outcome, claims }) => {
    const refuted = [...new Set(claims.filter(({ verdict }) => verdict.kind === 'refuted').map(({ claim }) => claim))];
    return [markdownCode(scenario), markdownText(title), OUTCOME_WORDS[outcome], refuted.map(markdownCode).join(', ')];
  });
  return markdownTable(['scenario', 'what happens', 'outcome', 'refuted'], rows, 'No scenario breaks this link yet.');
}

function metricLines({ test, links }: DocPair): readonly string[] {
  const claims = links.flatMap((link) =>
    link.claims.filter(({ claim }) => METRICS.has(claim)).map((claim) => ({ ...claim, scenario: link.scenario })),
  );
  const rows = claims.map(({ claim, subject, args, verdict, scenario }) => [
    markdownCode(claim),
    markdownText(
      [subject, typeof args['expected'] === 'string' ? args['expected'] : undefined].filter((part) => part !== undefined).join(': '),
    ),
    VERDICT_WORDS[verdict.kind],
    markdownCode(scenario),
  ]);
  return [
    `- Test: ${testText(test)}`,
    '- Figures of the last run: [evidence](../evidence.md)',
    '',
    ...markdownTable(['metric', 'what is expected', 'verdict', 'scenario'], rows, 'No scenario measures this link yet.'),
  ];
}

function troubleLines(
  { consumer, provider, findings, test }: DocPair,
  { workspaceFile, isTestOver }: PairDocumentPlace,
): readonly string[] {
  const byCause = new Map<string, ReportFinding[]>();
  for (const finding of findings) {
    const words = wordsOfFinding(finding);
    const key = JSON.stringify([finding.code, finding.operation, words.what, finding.isAccepted]);
    byCause.set(key, [...(byCause.get(key) ?? []), finding]);
  }
  const rows = [...byCause.values()].slice(0, MAX_FINDING_COUNT).flatMap((same) => {
    const [finding] = same;
    if (finding === undefined) return [];
    const words = wordsOfFinding(finding);
    const about = finding.operation === undefined ? '' : `${markdownCode(finding.operation)}: `;
    const weight = finding.isAccepted ? 'accepted' : finding.severity;
    return [[weight, `${about}${markdownText(words.what)}`, markdownText(words.next ?? ''), markdownCode(finding.id)]];
  });
  const isSilent = test?.kind === 'tested' && isTestOver;
  return [
    ...markdownTable(
      ['weight', 'what is wrong', 'what to do', 'finding'],
      rows,
      isSilent ? 'Nothing was found.' : 'Nothing was found, but not all was looked at.',
    ),
    ...(byCause.size > MAX_FINDING_COUNT ? ['', `And ${byCause.size - MAX_FINDING_COUNT} more.`] : []),
    '',
    ...markdownBlock(
      [
        `mortise test ${word(workspaceFile)} ${word(`${consumer}:${provider}`)}`,
        ...(rows.length === 0 ? [] : ['mortise explain <finding>', 'mortise replay <finding>']),
      ].join('\n'),
      'sh',
    ),
  ];
}

/** As a shell takes it. */
function word(text: string): string {
  return /^[A-Za-z0-9_./:@-]+$/.test(text) ? text : `'${text.replace(/\s+/g, ' ').replaceAll("'", "'\\''")}'`;
}

const AUTH_WORDS: Readonly<Record<string, string>> = {
  bearer: 'a bearer token',
  basic: 'a name and a password',
  apiKey: 'an API key',
  login: 'a token that it logs in for',
  grant: 'a token of an OAuth 2 grant',
};
const OUTCOME_WORDS: Readonly<Record<DocPair['links'][number]['outcome'], string>> = {
  held: '✓ held',
  refuted: '✗ refuted',
  failed: 'could not be run',
  skipped: 'not run',
};
const VERDICT_WORDS = { proved: '✓ proved', refuted: '✗ refuted', consistent: 'nothing against it', inconclusive: 'open' } as const;
const METRICS: ReadonlySet<string> = new Set(['threshold', 'recovery-time', 'lag', 'amplification', 'flush', 'answered']);
const ROLE_WORDS: Readonly<Record<ReportMessage['role'], string>> = { request: 'request', response: 'answer', event: 'event' };
const MAX_LINE_LENGTH = 80;
const MAX_OPERATION_COUNT = 200;
const MAX_EXAMPLE_COUNT = 30;
const MAX_MESSAGE_COUNT = 20;
const MAX_FINDING_COUNT = 50;
