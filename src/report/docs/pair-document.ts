import type { ReportFinding } from '../run/report-finding.js';
import { wordsOfFinding } from '../wording/finding-wording.js';
import { wasRead } from '../run/was-read.js';
import type { DocFile } from './doc-file.js';
import { markdownFile } from './doc-file.js';
import type { DocPair } from './doc-pairs.js';
import { testText } from './doc-pairs.js';
import { markdownBlock, markdownCode, markdownTable, markdownText } from '../markdown.js';
import { formatLines, operationLines, usedOperations } from './pair-operations.js';
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
  const operations = usedOperations(pair);
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
    to === undefined
      ? 'is outside of the workspace'
      : !wasRead(to)
        ? 'has a contract that this run did not read'
        : `offers ${to.operationCount} operation${to.operationCount === 1 ? '' : 's'}`;
  const isKnown = to !== undefined && wasRead(to);
  const used =
    uses === undefined ? 'may use all of it' : isKnown ? `uses ${operationCount} of them` : `uses ${uses.length} of its operations`;
  const about = to?.description === undefined ? '' : ` ${markdownText(to.description)}`;
  return `${markdownCode(provider)}${title} ${what}; ${markdownCode(consumer)} ${used}.${about}`;
}

function protocolLines({ protocols, to }: DocPair): readonly string[] {
  const files = to?.contractFiles ?? [];
  return [
    `- Over: ${protocols.length === 0 ? 'not said' : protocols.map(markdownCode).join(', ')}`,
    `- Contract: ${files.length === 0 ? 'none' : files.map(markdownCode).join(', ')}`,
  ];
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
const MAX_FINDING_COUNT = 50;
