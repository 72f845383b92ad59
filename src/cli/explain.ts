import { resolve } from 'node:path';
import { InputError } from '../base/errors.js';
import { derivationOf } from '../compat/severity.js';
import type { FindingCode } from '../finding/finding-code.js';
import { readRecordText, recordFilesIn } from '../host/run-records.js';
import { textFromExplanation } from '../report/explanation-text.js';
import { plainFinding } from '../report/finding-json.js';
import { wordsOfCode } from '../report/wording/code-words.js';
import { FINDING_WORDINGS } from '../report/wording/finding-wording.js';
import { lawOfCode } from './code-law.js';
import type { Command, CommandInput, ExitCode } from './command.js';
import { knownValue, textOption } from './option-values.js';
import { recordedFinding } from './recorded-finding.js';

/** `mortise explain`. */
export const explainCommand: Command = {
  name: 'explain',
  summary: 'Explain a finding of the last runs, or what a code means: why it is one, what shows it, whom it touches, what can be done.',
  usage: 'explain <id or code of a finding> [options]',
  options: [
    {
      name: 'record',
      kind: 'text',
      value: 'file',
      help: 'The record to look in (default: the newest below .mortise/runs that has the id)',
    },
    { name: 'json', kind: 'boolean', help: 'Print one JSON object: { finding, derivation, law, source }' },
  ],
  examples: ['mortise explain m-0123456789', 'mortise explain contract/pattern-explosive', 'mortise explain compat/schema-broken --json'],
  takes: ['nothing'],
  run: runExplain,
};

async function runExplain({ positionals, options, io }: CommandInput): Promise<ExitCode> {
  const [name] = positionals;
  if (name === undefined)
    throw new InputError({ code: 'E_ARGUMENT_MISSING', args: { option: 'explain', value: 'the id or the code of a finding' } });
  const isJson = options['json'] === true;
  if (name.includes('/')) {
    const code = knownValue('the code', name, Object.keys(FINDING_WORDINGS) as FindingCode[]);
    io.stdout(isJson ? `${JSON.stringify({ code, ...wordsOfCode(code), ...lawOfCode(code) })}\n` : textOfCode(code));
    return 0;
  }
  const record = textOption(options, 'record');
  const files = record === undefined ? recordFilesIn(io.cwd) : [resolve(io.cwd, record)];
  const { finding } = recordedFinding(name, files, readRecordText);
  const explanation = { finding, derivation: derivationOf(finding), ...lawOfCode(finding.code) };
  io.stdout(
    isJson ? `${JSON.stringify({ ...explanation, finding: plainFinding(finding) })}\n` : textFromExplanation(explanation, io.colour),
  );
  return 0;
}

function textOfCode(code: FindingCode): string {
  const { what, next } = wordsOfCode(code);
  const { law, source } = lawOfCode(code);
  return [
    `${code}\n`,
    `  says      ${what}\n`,
    law === undefined ? '' : `  law       ${law}\n`,
    `  source    ${source}\n`,
    next === undefined ? '' : `  next      ${next}\n`,
  ].join('');
}
