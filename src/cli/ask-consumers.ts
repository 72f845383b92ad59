import type { ProcessIo } from '../host/process-io.js';
import type { WorkspacePlan } from '../workspace/init/plan-workspace.js';

/**
 * Asks of each provider whose consumers nothing tells who calls it. What is asked goes to standard error, so that standard output stays what was asked for.
 *
 * @param plan - without answers
 * @returns by the name of the provider, what was named; who only pressed return is not in it. The end of the input ends the questions
 */
export async function askConsumers(plan: WorkspacePlan, io: ProcessIo): Promise<ReadonlyMap<string, readonly string[]>> {
  const answers = new Map<string, readonly string[]>();
  const asked = plan.unknown.slice(0, MAX_QUESTION_COUNT);
  if (asked.length === 0) return answers;
  const lines = linesOf(io.stdin);
  try {
    for (const provider of asked) {
      const names = await ask(provider, { plan, io, lines });
      if (names === undefined) break;
      if (names.length > 0) answers.set(provider, names);
    }
  } finally {
    // An open terminal would keep the process alive.
    await lines.return(undefined);
  }
  return answers;
}

interface Asking {
  readonly plan: WorkspacePlan;
  readonly io: ProcessIo;
  readonly lines: AsyncGenerator<string, void>;
}

/** Asks until the answer can be taken; `undefined` when there is no more input. */
async function ask(provider: string, { plan, io, lines }: Asking): Promise<readonly string[] | undefined> {
  const others = plan.systems
    .map(({ name }) => name)
    .filter((name) => name !== provider && !plan.pairs.some((pair) => pair.isGuess && pair.consumer === name));
  const known =
    others.length === 0
      ? 'names, with commas between them'
      : `${others.slice(0, MAX_LISTED_COUNT).join(', ')}, or a new name; several with commas`;
  for (;;) {
    io.stderr(`Who calls ${provider}? (${known}; only return if you do not know) `);
    const { value, done } = await lines.next();
    if (done === true || value === undefined) {
      io.stderr('\n');
      return undefined;
    }
    const names = value
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '');
    const wrong = names.find((name) => !NAME.test(name) || name === provider);
    if (wrong === undefined) return names;
    io.stderr(
      wrong === provider
        ? `${provider} does not call itself here.\n`
        : `"${wrong.slice(0, 60)}" is no name: letters, digits, "-", "_" and "." are.\n`,
    );
  }
}

/** As they come; what follows the last line end is one too. */
async function* linesOf(stream: AsyncIterable<Uint8Array>): AsyncGenerator<string, void> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of stream) {
    rest = (rest + decoder.decode(chunk, { stream: true })).slice(-MAX_LINE_LENGTH);
    const lines = rest.split(/\r?\n/);
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

/** As the schema of a workspace has it. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,59}$/;
const MAX_QUESTION_COUNT = 20;
const MAX_LISTED_COUNT = 12;
const MAX_LINE_LENGTH = 100_000;
