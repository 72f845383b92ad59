import { createDocumentPort } from '../host/document-port.js';
import { InputError } from '../base/errors.js';
import { readWorkspace } from '../workspace/read-workspace.js';
import { choosePairs } from './choose-pairs.js';
import type { Command, CommandInput, ExitCode, Option } from './command.js';
import { listChecks } from './list-checks.js';
import { HEADER_OPTION } from './header-option.js';
import { headersOption, textOption } from './option-values.js';
import { beginTests } from './begin-tests.js';
import { testPairs } from './pair-tests.js';
import { plainTests } from './plain-tests.js';
import { READING_OPTIONS, readingOptions } from './reading-options.js';
import { during, endRun, TELLING_OPTIONS, tellingFrom } from './telling.js';
import { TESTING_OPTIONS } from './testing-options.js';
import { textFromTests } from './tests-text.js';
import { workspaceOfOne } from './workspace-of-one.js';

const OPTIONS: readonly Option[] = [
  { name: 'spec', kind: 'text', value: 'file', help: 'Test the provider of this contract, without a workspace' },
  { name: 'url', kind: 'text', value: 'url', help: 'Where that provider runs; without it the mock is tested' },
  HEADER_OPTION,
  { name: 'list-checks', kind: 'boolean', help: 'List the checks there are, and test nothing' },
  ...TESTING_OPTIONS,
  ...TELLING_OPTIONS,
  ...READING_OPTIONS,
];

/** `mortise test`. */
export const testCommand: Command = {
  name: 'test',
  summary: 'Send valid and invalid requests of every pair to its provider, and judge the answers by the contract.',
  usage: 'test <mortise.yaml> [pair…] [options], or: test --spec <file> --url <url>',
  options: OPTIONS,
  examples: [
    'mortise test fixtures/workspaces/orders.yaml',
    'mortise test contracts/mortise.yaml storefront:gateway --phase examples --json',
    'mortise test fixtures/workspaces/orders.yaml shop:orders --phase coverage --operation createOrder --check response-time=off',
    'mortise test --spec fixtures/specs/petstore.yaml --max-time 10s --junit report.xml',
    'mortise test --list-checks',
  ],
  takes: ['file', 'pair'],
  run: runTest,
};

async function runTest(input: CommandInput): Promise<ExitCode> {
  const { options, io } = input;
  if (options['list-checks'] === true) return listChecks(io, options['json'] === true);
  const documents = createDocumentPort(readingOptions(input));
  const spec = textOption(options, 'spec');
  const [file, ...names] = input.positionals;
  if (spec === undefined && file === undefined) {
    throw new InputError({ code: 'E_ARGUMENT_MISSING', args: { option: 'test', value: 'a mortise.yaml, or --spec' } });
  }
  const workspace =
    spec === undefined
      ? await readWorkspace(file ?? '', documents, io.env)
      : workspaceOfOne(spec, { url: textOption(options, 'url'), headers: headersOption(options, 'header') });
  if (spec === undefined && options['header'] !== undefined) {
    throw new InputError({
      code: 'E_ARGUMENT_MISSING',
      args: { option: '--header', value: '--spec beside it; in a workspace, headers stand with their pair' },
    });
  }
  const pairs = choosePairs(workspace, spec === undefined ? names : input.positionals);
  const telling = tellingFrom(input);
  const tests = { workspace, pairs, documents, isAllPairs: pairs.length === workspace.integrations.length };
  const begun = await beginTests(tests, input, { command: 'test', telling });
  return during(begun.run, async () => {
    const tested = await testPairs(tests, input, begun);
    io.stdout(options['json'] === true ? `${JSON.stringify(plainTests(tested))}\n` : textFromTests(tested, io));
    const { summary } = tested.result;
    return endRun(begun.run, telling, { stopped: summary.stopped, input, summary });
  });
}
