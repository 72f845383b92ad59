import { createRequire } from 'node:module';
import { Ajv, type ValidateFunction } from 'ajv';
import ajvDraft04 from 'ajv-draft-04';
import { validate } from 'ctrf';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ctrfFromReport } from '../../../src/report/ci/ctrf.js';
import { githubFromReport } from '../../../src/report/ci/github.js';
import { gitlabFromReport } from '../../../src/report/ci/gitlab.js';
import { ndjsonFromReport } from '../../../src/report/ci/ndjson.js';
import { sarifFromReport } from '../../../src/report/ci/sarif.js';
import { titleOf } from '../../../src/report/compat/compat-words.js';
import type { RunReport } from '../../../src/report/run/run-report.js';
import { messageOfFinding } from '../../../src/report/wording/finding-wording.js';
import { commandsOfGithub } from '../../support/github-commands.js';
import { anyRunReport, runReportFromSeed } from '../../support/run-report.js';

const require = createRequire(import.meta.url);
const HERE = { fileOf: (file: string) => file };
const RUNS = { seed: 31, numRuns: 50 };

function idsOf({ findings }: RunReport): readonly string[] {
  return findings.map(({ id }) => id).toSorted();
}

function judgeOf(schema: object): (value: unknown) => void {
  return judgeBy(new Ajv({ strict: false, validateFormats: false }).compile(schema));
}

function judgeBy(isValid: ValidateFunction): (value: unknown) => void {
  return (value) => expect(isValid(value) ? [] : isValid.errors).toEqual([]);
}

describe('SARIF', () => {
  const schema = require('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
  // Of draft 04, with patterns from before regular expressions knew Unicode.
  const judge = judgeBy(new ajvDraft04.default({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema));

  it('is valid by its schema, and tells each finding once, with its own text and place', () => {
    fc.assert(
      fc.property(anyRunReport(), (report) => {
        const text = sarifFromReport(report, HERE);
        expect(sarifFromReport(report, HERE)).toBe(text);
        const log = JSON.parse(text);
        judge(log);
        const { results, tool } = log.runs[0];
        expect(results.map((one: SarifResult) => one.partialFingerprints['mortise/v1']).toSorted()).toEqual(idsOf(report));
        for (const result of results as readonly SarifResult[]) {
          const finding = report.findings.find(({ id }) => id === result.partialFingerprints['mortise/v1']);
          expect(tool.driver.rules[result.ruleIndex].id).toBe(finding?.code);
          if (finding === undefined) continue;
          expect(result.message.text.startsWith(titleOf(finding))).toBe(true);
          const uri = result.locations[0]?.physicalLocation.artifactLocation.uri ?? '';
          expect(uri).not.toMatch(/[\s<>"\\^`{|}]/);
          const file = finding.place?.file ?? report.workspace.file;
          if (!/^https?:/i.test(file)) expect(decodeURIComponent(uri)).toBe(file.toWellFormed());
        }
      }),
      RUNS,
    );
  });
});

interface SarifResult {
  readonly ruleIndex: number;
  readonly message: { readonly text: string };
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly locations: readonly { readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } } }[];
}

describe('the code quality of GitLab', () => {
  // https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
  const judge = judgeOf({
    type: 'array',
    items: {
      type: 'object',
      required: ['description', 'check_name', 'fingerprint', 'location', 'severity'],
      additionalProperties: false,
      properties: {
        description: { type: 'string', minLength: 1 },
        check_name: { type: 'string', minLength: 1 },
        fingerprint: { type: 'string', minLength: 1 },
        severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
        location: {
          type: 'object',
          required: ['path', 'lines'],
          properties: {
            path: { type: 'string' },
            lines: { type: 'object', required: ['begin'], properties: { begin: { type: 'integer', minimum: 1 } } },
          },
        },
      },
    },
  });

  it('keeps its format, and tells each finding once, by a fingerprint of its own', () => {
    fc.assert(
      fc.property(anyRunReport(), (report) => {
        const issues = JSON.parse(gitlabFromReport(report, HERE)) as readonly { fingerprint: string; description: string }[];
        judge(issues);
        expect(issues.map(({ fingerprint }) => fingerprint).toSorted()).toEqual(idsOf(report));
        for (const finding of report.findings.filter(({ isAccepted }) => !isAccepted)) {
          const issue = issues.find(({ fingerprint }) => fingerprint === finding.id);
          expect(issue?.description.endsWith(messageOfFinding(finding))).toBe(true);
        }
      }),
      RUNS,
    );
  });
});

describe('lines of JSON', () => {
  it('are one for each finding, new ones first, and give it back as it was', () => {
    fc.assert(
      fc.property(anyRunReport(), (report) => {
        const text = ndjsonFromReport(report);
        expect(text).not.toMatch(/[\u2028\u2029\r]/);
        const read = text
          .split('\n')
          .slice(0, -1)
          .map((line) => JSON.parse(line));
        expect(read).toHaveLength(report.findings.length);
        for (const { message, ...finding } of read) {
          const known = report.findings.find(({ id }) => id === finding.id);
          expect(finding).toStrictEqual(known);
          expect(message).toBe(known === undefined ? undefined : messageOfFinding(known));
        }
        const ranks = read.map(({ isAccepted, isNew = true }) => (isAccepted ? 2 : isNew ? 0 : 1));
        expect(ranks).toEqual(ranks.toSorted());
      }),
      RUNS,
    );
  });
});

describe('the Common Test Report Format', () => {
  it('keeps its schema, counts what it holds, and tells each finding once', () => {
    fc.assert(
      fc.property(anyRunReport(), (report) => {
        const ctrf = JSON.parse(ctrfFromReport(report));
        expect(validate(ctrf)).toMatchObject({ valid: true });
        const { summary, tests } = ctrf.results;
        const { passed, failed, skipped, other } = summary;
        expect([passed + failed + skipped + other, summary.tests]).toEqual([tests.length, tests.length]);
        const told = tests.flatMap((test: { extra?: { findings: { id: string }[] } }) => test.extra?.findings ?? []);
        expect(told.map(({ id }: { id: string }) => id).toSorted()).toEqual(idsOf(report));
      }),
      // Its validator compiles the schema anew for each report.
      { ...RUNS, numRuns: 15 },
    );
  });
});

describe('annotations of GitHub', () => {
  it('are read back as they were said, at most ten of each weight; all others stand in the log once and are no commands', () => {
    fc.assert(
      fc.property(anyRunReport({ maxFindingCount: 60 }), (report) => {
        const { commands, plain } = commandsOfGithub(githubFromReport(report, HERE));
        const shown = commands.filter(({ name }) => name === 'error' || name === 'warning' || name === 'notice');
        for (const name of ['error', 'warning', 'notice']) expect(shown.filter((one) => one.name === name).length).toBeLessThanOrEqual(10);
        const ids = [
          ...shown.map(({ properties }) => properties['title']?.split(' ')[1] ?? ''),
          ...plain.map((line) => line.split(' ').at(-1) ?? ''),
        ];
        expect(ids.toSorted()).toEqual(idsOf(report));
        for (const { properties, message } of shown) {
          const finding = report.findings.find(
            ({ id }) => properties['title'] === `${report.findings.find((one) => one.id === id)?.code} ${id}`,
          );
          expect(finding).toBeDefined();
          if (finding === undefined) continue;
          expect(properties['file']).toBe(finding.place?.file);
          expect(properties['line']).toBe(finding.place?.line === undefined ? undefined : String(finding.place.line));
          const operation = finding.operation === undefined ? '' : `${finding.operation}: `;
          expect(message.startsWith(`${operation}${messageOfFinding(finding)}`)).toBe(true);
        }
      }),
      RUNS,
    );
  });

  it('are the heaviest of those that are new', () => {
    const drawn = runReportFromSeed(9, 30);
    const findings = drawn.findings.map((one, index) => ({ ...one, severity: 'error' as const, isAccepted: false, isNew: index >= 25 }));
    const { commands } = commandsOfGithub(githubFromReport({ ...drawn, findings }, HERE));
    const titles = commands.filter(({ name }) => name === 'error').map(({ properties }) => properties['title']?.split(' ')[1]);
    expect(titles).toEqual([...findings.slice(25), ...findings.slice(0, 5)].map(({ id }) => id));
  });
});
