import type { Initiated } from './initiated.js';
import { nextCommands } from './initiated.js';

/**
 * What was seen in a repository, what became of it, and what comes next.
 *
 * @param initiated - the workspace
 */
export function textFromInit(initiated: Initiated): string {
  const { file, isWritten, plan, repository } = initiated;
  const cut = repository.isCut ? ', and there is more: it is deeper or larger than is looked at' : '';
  const commands = nextCommands(initiated);
  const width = Math.max(...commands.map(([command]) => command.length));
  return [
    `looked at ${counted(repository.seenFileCount, 'file')}${cut}`,
    ...seenLines(initiated),
    '',
    `${isWritten ? 'wrote' : 'would write'} ${file}: ${counted(plan.systems.length, 'system')}, ${counted(plan.pairs.length, 'pair')}${plan.models.length === 0 ? '' : `, ${counted(plan.models.length, 'shared model')}`}`,
    ...pairLines(initiated),
    '',
    'next:',
    ...commands.map(([command, purpose]) => `  ${command.padEnd(width)}  # ${purpose}`),
    '',
  ].join('\n');
}

function seenLines({ seen, contracts, repository }: Initiated): readonly string[] {
  const ofKind = (wanted: string): readonly string[] =>
    contracts.filter(({ kind, problem }) => kind === wanted && problem === undefined).map(({ path }) => shown(path));
  const left = contracts.flatMap(({ path, problem }) => (problem === undefined ? [] : [`${shown(path)} (${problem})`]));
  const unread = [...seen.unread, ...repository.unread.filter((one) => !seen.unread.includes(one))].map(
    ({ path, reason }) => `${shown(path)} (${reason})`,
  );
  const rows: readonly (readonly [what: string, which: readonly string[]])[] = [
    ['OpenAPI', ofKind('openapi')],
    ['AsyncAPI', ofKind('asyncapi')],
    ['schemas of events', ofKind('schemas')],
    ['programs', seen.packages.filter(({ kind }) => kind !== 'library').map(({ path }) => shown(path))],
    ['compose', [...new Set(seen.services.map(({ path }) => shown(path)))]],
    ['pacts', seen.pacts.map(({ path }) => shown(path))],
    ['settings', seen.settings.map(({ path }) => shown(path))],
    ['workflows', seen.scenarios.map(shown)],
    ['other workspaces', seen.workspaces.map(shown)],
    ['left out', left],
    ['not readable', unread],
  ];
  return rows.filter(([, which]) => which.length > 0).map(([what, which]) => `  ${what.padEnd(WHAT_WIDTH)}  ${listed(which)}`);
}

function pairLines({ plan }: Initiated): readonly string[] {
  const { pairs, withoutContract } = plan;
  return [
    ...pairs.slice(0, MAX_PAIR_COUNT).map(({ consumer, provider, uses, because, isGuess }) => {
      const calls = uses === undefined ? '' : `${counted(uses.length, 'operation')}, `;
      const why = isGuess
        ? 'nothing tells who calls it: put the real name there'
        : because.length === 0
          ? 'as you said'
          : shown(because[0] ?? '');
      return `  ${consumer} → ${provider}  (${calls}${why})`;
    }),
    ...(pairs.length > MAX_PAIR_COUNT ? [`  … and ${pairs.length - MAX_PAIR_COUNT} more`] : []),
    ...withoutContract
      .slice(0, MAX_PAIR_COUNT)
      .map(({ consumer, provider }) => `  ${consumer} → ${provider}  (not yet: ${provider} has no contract)`),
  ];
}

/** @param which - shown already: what says why must not be cut off with a long name */
function listed(which: readonly string[]): string {
  const more = which.length > MAX_LISTED_COUNT ? `, … (${which.length})` : '';
  return `${which.slice(0, MAX_LISTED_COUNT).join(', ')}${more}`;
}

/** Names of files may hold what a terminal obeys. */
function shown(text: string): string {
  return text.replace(/[\p{Cc}\p{Cs}\u2028\u2029]/gu, '?').slice(0, 200);
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

const WHAT_WIDTH = 17;
const MAX_LISTED_COUNT = 6;
const MAX_PAIR_COUNT = 20;
