import type { Component } from './component.js';
import { variableName } from './component.js';
import type { JudgedContract } from './judge-contracts.js';
import type { PlannedModel, PlannedPair, WorkspacePlan } from './plan-workspace.js';
import { commentLine, keyText, valueText } from './yaml-text.js';

/**
 * The text of a `mortise.yaml`. What a person should look at stands there as a comment: how a program is started, a contract that cannot be used yet, a
 * pair whose provider has none.
 *
 * @param plan - of the workspace
 * @param name - of the repository
 * @returns the same text for the same plan
 */
export function textFromPlan(plan: WorkspacePlan, name: string): string {
  const lines = [
    commentLine(`The systems of ${name}, and who calls whom. Written by mortise init from what is in the repository.`),
    '# What is commented out waits for somebody to look at it.',
    'systems:',
    ...plan.systems.flatMap((system, index) => [...(index === 0 ? [] : ['']), ...systemLines(system)]),
    ...integrationLines(plan),
    ...modelLines(plan.models),
    ...scenarioLines(plan.scenarios),
  ];
  return `${lines.join('\n')}\n`;
}

function systemLines(system: Component): readonly string[] {
  const { name, sources, openapi, asyncapi, start, fixedPort } = system;
  const contracts = [contractLine('openapi', openapi), contractLine('asyncapi', asyncapi)].flat();
  const isProvider = openapi?.contract !== undefined;
  const members = [
    ...contracts,
    ...(isProvider
      ? [`    url: \${MORTISE_URL_${variableName(name)}} # where the real one runs; while it is not set, the mock stands in`]
      : []),
    ...(start === undefined ? [] : [`    # start: ${start} # take the # away: tests then run the program, which is told its port by PORT`]),
    ...(start === undefined || fixedPort === undefined ? [] : [`    # port: ${fixedPort}`]),
  ];
  const from = sources.length === 0 ? [] : [`  ${commentLine(sources.slice(0, MAX_SOURCE_COUNT).join(', '))}`];
  return [...from, `  ${keyText(name)}:`, ...members];
}

function contractLine(key: 'openapi' | 'asyncapi', contract: JudgedContract | undefined): readonly string[] {
  if (contract === undefined) return [];
  const { path, problem } = contract;
  if (problem === undefined) return [`    ${key}: ${valueText(pathText(path))}`];
  return [`    ${commentLine(`${key}: ${path}`)}`, `    ${commentLine(`Left out: ${problem}. See mortise lint ${path}`)}`];
}

/** A name that begins like an address would be taken for one. */
function pathText(path: string): string {
  return /^(?:[a-z][a-z0-9+.-]*:|-|~|\/)/i.test(path) ? `./${path}` : path;
}

function integrationLines({ pairs, withoutContract }: WorkspacePlan): readonly string[] {
  const missing = withoutContract.flatMap((pair) => [
    `  # ${pair.provider} has no contract yet, so nothing can be said of this pair (${inComment(pair.because.join(', '))}):`,
    `  # - { consumer: ${pair.consumer}, provider: ${pair.provider} }`,
  ]);
  if (pairs.length === 0) return missing.length === 0 ? [] : ['', '# integrations:', ...missing];
  return ['', 'integrations:', ...pairs.flatMap(pairLines), ...missing];
}

function pairLines({ consumer, provider, uses, undeclared, because, isGuess }: PlannedPair): readonly string[] {
  const known = because.length === 0 ? [] : [`  ${commentLine(because.slice(0, MAX_SOURCE_COUNT).join(', '))}`];
  const lacking =
    undeclared.length === 0 ? [] : [`  ${commentLine(`The contract does not have: ${undeclared.slice(0, MAX_SOURCE_COUNT).join(', ')}`)}`];
  const look = isGuess ? [`  # Nothing tells who calls ${provider}: put the name of the real consumer here.`] : [];
  return [
    ...known,
    ...lacking,
    ...look,
    `  - consumer: ${valueText(consumer)}`,
    `    provider: ${valueText(provider)}`,
    ...(uses === undefined ? [] : ['    uses:', ...uses.map((id) => `      - ${valueText(id)}`)]),
  ];
}

function modelLines(models: readonly PlannedModel[]): readonly string[] {
  if (models.length === 0) return [];
  return [
    '',
    '# Of one name in several contracts, and the same in all: lint tells when one of them drifts.',
    'models:',
    ...models.flatMap(({ name, places }) => [`  ${keyText(name)}:`, ...places.map((place) => `    - ${valueText(place)}`)]),
  ];
}

/** They would be run by `check`, and nothing tells yet whether the names in them are those of the systems. */
function scenarioLines(scenarios: readonly string[]): readonly string[] {
  if (scenarios.length === 0) return [];
  return [
    '',
    '# Workflows that were found; take the # away once they speak of the systems above.',
    '# scenarios:',
    ...scenarios.map((path) => `#   ${commentLine(`- ${path}`).slice(2)}`),
  ];
}

function inComment(text: string): string {
  return commentLine(text).slice(2);
}

const MAX_SOURCE_COUNT = 5;
