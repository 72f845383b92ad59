import { plainOutcome } from '../check/run-record.js';
import { InputError } from '../base/errors.js';
import { createDocumentPort } from '../host/document-port.js';
import type { WorkspaceTestResult } from '../host/test-workspace.js';
import { plainFinding } from '../report/finding-json.js';
import { readWorkspace, workspaceFromContractFile } from '../workspace/read-workspace.js';
import type { Workspace } from '../workspace/workspace.js';
import { choosePairs } from './choose-pairs.js';
import type { Command, CommandInput, ExitCode, Option } from './command.js';
import { textOption } from './option-values.js';
import { exitCodeOf, testPairs, TESTING_OPTIONS, textFromTests } from './pair-tests.js';
import { READING_OPTIONS, readingOptions } from './reading-options.js';

const OPTIONS: readonly Option[] = [
  { name: 'spec', kind: 'text', value: 'file', help: 'Test the provider of this contract, without a workspace' },
  { name: 'url', kind: 'text', value: 'url', help: 'Where that provider runs; without it the mock is tested' },
  ...TESTING_OPTIONS,
  ...READING_OPTIONS,
];

/** `mortise test`. */
export const testCommand: Command = {
  name: 'test',
  summary: 'Send every documented example of each pair to its provider and judge the answers by the contract.',
  usage: 'test <mortise.yaml> [pair…] [options], or: test --spec <file> --url <url>',
  options: OPTIONS,
  examples: [
    'mortise test contracts/mortise.yaml',
    'mortise test contracts/mortise.yaml storefront:gateway --json',
    'mortise test --spec fixtures/specs/petstore.yaml',
  ],
  run: runTest,
};

async function runTest(input: CommandInput): Promise<ExitCode> {
  const { options, io } = input;
  const documents = createDocumentPort(readingOptions(input));
  const spec = textOption(options, 'spec');
  const [file, ...names] = input.positionals;
  if (spec === undefined && file === undefined) {
    throw new InputError({ code: 'E_ARGUMENT_MISSING', args: { option: 'test', value: 'a mortise.yaml, or --spec' } });
  }
  const workspace =
    spec === undefined ? await readWorkspace(file ?? '', documents, io.env) : workspaceOfOne(spec, textOption(options, 'url'));
  const pairs = choosePairs(workspace, spec === undefined ? names : input.positionals);
  const result = await testPairs({ workspace, pairs, documents }, input);
  io.stdout(options['json'] === true ? `${JSON.stringify(plainTests(result))}\n` : textFromTests(result, io));
  return exitCodeOf(result.findings, result);
}

/**
 * The result of tests as plain data for machines.
 *
 * @param result - with located findings
 */
export function plainTests(result: WorkspaceTestResult): Readonly<Record<string, unknown>> {
  return {
    seed: result.seed,
    record: result.recordFile,
    pairs: result.outcomes.map(plainOutcome),
    findings: result.findings.map(plainFinding),
    summary: result.summary,
  };
}

function workspaceOfOne(spec: string, url: string | undefined): Workspace {
  const workspace = workspaceFromContractFile(spec);
  if (url === undefined) return workspace;
  if (!/^https?:\/\/[^/]/i.test(url)) {
    throw new InputError({
      code: 'E_ARGUMENT_VALUE',
      args: { option: '--url', seen: url, expected: 'an address that begins with http:// or https://' },
    });
  }
  const systems = [...workspace.systems].map(([name, system]) => [name, { ...system, url: url.replace(/\/+$/, '') }] as const);
  return { ...workspace, systems: new Map(systems) };
}
