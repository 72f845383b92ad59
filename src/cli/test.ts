import { createDocumentPort } from '../host/document-port.js';
import { InputError } from '../base/errors.js';
import { readWorkspace } from '../workspace/read-workspace.js';
import { choosePairs } from './choose-pairs.js';
import type { CommandInput, ExitCode } from './command.js';
import { listChecks } from './list-checks.js';
import { headersOption, textOption } from './option-values.js';
import { beginTests } from './begin-tests.js';
import { testPairs } from './pair-tests.js';
import { plainTests } from './plain-tests.js';
import { readingOptions } from './reading-options.js';
import { during, endRun, tellingFrom } from './telling.js';
import { textFromTests } from './tests-text.js';
import { workspaceOfOne } from './workspace-of-one.js';

/** `mortise test`. */
export async function runTest(input: CommandInput): Promise<ExitCode> {
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
