import { InputError } from '../base/errors.js';
import { createDocumentPort } from '../host/document-port.js';
import type { CommandInput, ExitCode } from './command.js';
import { listOption, textOption } from './option-values.js';
import { brokerFrom } from './pact-broker.js';
import { readPacts } from './pact-files.js';
import { readingOptions } from './reading-options.js';

/**
 * `mortise pact publish`: gives pacts to a broker, as those of one version of their consumer.
 *
 * @param input - positionals are pacts
 * @throws InputError `E_ARGUMENT_MISSING` without `--broker` or `--version`
 */
export async function publishPacts(input: CommandInput): Promise<ExitCode> {
  const { options, io } = input;
  const version = textOption(options, 'version');
  if (version === undefined) throw missing('--version, that of the consumer');
  const files = await readPacts(input.positionals, createDocumentPort(readingOptions(input)), 'publish');
  const open = await brokerFrom(input);
  if (open === undefined) throw missing('--broker');
  try {
    const published: {
      readonly consumer: string;
      readonly version: string;
      readonly pactCount: number;
      readonly notices: readonly string[];
    }[] = [];
    for (const consumer of new Set(files.map(({ pact }) => pact.consumer))) {
      const pacts = files.filter(({ pact }) => pact.consumer === consumer);
      const tags = listOption(options, 'tag');
      const notices = await open.broker.publish({
        consumer: { name: consumer, version },
        branch: textOption(options, 'branch'),
        tags,
        pacts,
      });
      published.push({ consumer, version, pactCount: pacts.length, notices });
    }
    if (options['json'] === true) io.stdout(`${JSON.stringify({ published })}\n`);
    else
      for (const one of published) io.stdout([`${one.consumer} ${one.version}: ${one.pactCount} published`, ...one.notices, ''].join('\n'));
    return 0;
  } finally {
    await open.close();
  }
}

function missing(value: string): InputError {
  return new InputError({ code: 'E_ARGUMENT_MISSING', args: { option: 'pact publish', value } });
}
