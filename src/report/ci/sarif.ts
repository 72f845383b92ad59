import { textFromPlace } from '../../base/place.js';
import type { Place } from '../../base/place.js';
import type { FindingCode } from '../../finding/finding-code.js';
import type { Severity } from '../../finding/severity.js';
import { titleOf } from '../compat/compat-words.js';
import { newFirst } from '../run/new-first.js';
import type { ReportFinding } from '../run/report-finding.js';
import type { RunReport } from '../run/run-report.js';
import { wordsOfCode } from '../wording/code-words.js';
import { wordsOfFinding } from '../wording/finding-wording.js';
import type { EmitContext } from './emitted-report.js';

/**
 * A report as SARIF, as code scanning reads it: a rule for each code, a result for each finding, known again by our ids.
 *
 * @param report - of a run
 * @param context - names files from the top of the repository
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html
 */
export function sarifFromReport(report: RunReport, context: EmitContext): string {
  const { run } = report;
  const findings = newFirst(report.findings);
  const codes = [...new Set(findings.map(({ code }) => code))].toSorted();
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Mortise', version: run.version, rules: codes.map(ruleOf) } },
        automationDetails: { id: `mortise/${run.command}/` },
        invocations: [
          {
            executionSuccessful: run.isComplete && run.stopped === false,
            startTimeUtc: new Date(run.startedAtMs).toISOString(),
            endTimeUtc: new Date(run.startedAtMs + run.durationMs).toISOString(),
          },
        ],
        columnKind: 'utf16CodeUnits',
        results: findings.map((finding) => resultOf(finding, { codes, context, report })),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 1)}\n`;
}

function ruleOf(code: FindingCode): object {
  const { what, next } = wordsOfCode(code);
  const explain = `mortise explain ${code}`;
  return {
    id: code,
    shortDescription: { text: what },
    help: {
      text: `${next === undefined ? '' : `${next}. `}What it means: ${explain}. To see one again: mortise replay <id>`,
      markdown: `${next === undefined ? '' : `${next}. `}What it means: \`${explain}\`. To see one again: \`mortise replay <id>\``,
    },
  };
}

interface ResultContext {
  readonly codes: readonly FindingCode[];
  readonly context: EmitContext;
  readonly report: RunReport;
}

function resultOf(finding: ReportFinding, { codes, context, report }: ResultContext): object {
  const { id, code, severity, place, compat, operation, isNew, isAccepted, part, scenario, pair } = finding;
  const older = compat?.older;
  return {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: LEVELS[severity],
    message: { text: messageText(finding) },
    locations: [
      {
        // Code scanning shows nothing that has no place.
        physicalLocation: physicalLocation(place ?? { file: report.workspace.file }, context),
        ...(operation === undefined ? {} : { logicalLocations: [{ name: operation, kind: 'function' }] }),
      },
    ],
    ...(older === undefined
      ? {}
      : { relatedLocations: [{ id: 1, message: { text: 'before' }, physicalLocation: physicalLocation(older, context) }] }),
    partialFingerprints: { 'mortise/v1': id },
    ...(isNew === undefined ? {} : { baselineState: isNew ? 'new' : 'unchanged' }),
    ...(isAccepted ? { suppressions: [{ kind: 'external' }] } : {}),
    properties: { part, ...(pair === undefined ? {} : { pair }), ...(scenario === undefined ? {} : { scenario }) },
  };
}

function messageText(finding: ReportFinding): string {
  const { expected, seen } = wordsOfFinding(finding);
  const { id, replay, witness, pair } = finding;
  const lines = [
    titleOf(finding),
    pair === undefined ? undefined : `between: ${pair.consumer} and ${pair.provider}`,
    expected === undefined ? undefined : `expected: ${expected}`,
    seen === undefined ? undefined : `seen: ${seen}`,
    witness?.curl === undefined ? undefined : `again: ${witness.curl}`,
    replay === undefined ? undefined : `replay: mortise replay ${id}`,
  ];
  return lines.filter((line) => line !== undefined).join('\n');
}

function physicalLocation(place: Place, { fileOf }: EmitContext): object {
  const { line, column } = place;
  return {
    artifactLocation: artifactOf(fileOf(place.file)),
    ...(line === undefined ? {} : { region: { startLine: line, startColumn: column ?? 1, message: { text: textFromPlace(place) } } }),
  };
}

function artifactOf(file: string): object {
  if (/^https?:\/\//i.test(file)) return { uri: encodeURI(file.toWellFormed()) };
  return { uri: uriFromFile(file), uriBaseId: '%SRCROOT%' };
}

/** @see RFC 3986 §3.3: a colon in the first segment would make a scheme of it */
function uriFromFile(file: string): string {
  return file.toWellFormed().split('/').map(encodeURIComponent).join('/');
}

const LEVELS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };
