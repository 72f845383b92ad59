import { namesNearby } from '../base/did-you-mean.js';
import { appendToken } from '../base/json-pointer.js';
import type { Contract, Operation } from '../contract/contract.js';
import type { Fixture, Pair } from './workspace.js';
import type { WorkspaceProblem } from './workspace-problem.js';

/**
 * The parameters that fixtures give values for and that their operations do not have, and the states that nothing sets up.
 *
 * @param pair - as read; fixtures of unknown operations are passed over
 * @param contract - of the pair's provider
 */
export function fixtureProblems({ fixtures, states, pointer }: Pair, contract: Contract): readonly WorkspaceProblem[] {
  return [...fixtures].flatMap(([id, fixture]) => {
    const folder = appendToken(`${pointer}/fixtures`, id);
    const operation = contract.operations.find((entry) => entry.id === id);
    const stateProblem = { pointer: `${folder}/states`, problem: 'a state can only be asked for where the pair has "states" with a url' };
    return [
      ...(operation === undefined ? [] : parameterProblems(fixture, folder, operation.read)),
      ...(fixture.states.length > 0 && states === undefined ? [stateProblem] : []),
    ];
  });
}

function parameterProblems({ parameters, capture }: Fixture, folder: string, read: () => Operation): readonly WorkspaceProblem[] {
  const given = [
    ...Object.keys(parameters).map((name) => ({ name, pointer: appendToken(`${folder}/parameters`, name) })),
    // A captured header need not be declared (`If-Match`), and a body has members.
    ...Object.keys(capture)
      .filter((name) => !/^(?:header:|body#)/.test(name))
      .map((name) => ({ name, pointer: appendToken(`${folder}/capture`, name) })),
  ];
  if (given.length === 0) return [];
  const operation = read();
  // What could not be read may well have been the parameter.
  if (operation.unusable !== undefined) return [];
  const known = new Set(operation.parameters.flatMap((parameter) => [parameter.name, `${parameter.in}:${parameter.name}`]));
  return given
    .filter(({ name }) => !known.has(name))
    .map(({ name, pointer }) => ({
      pointer,
      problem: `${operation.id} has no parameter "${name}"`,
      ...namesNearby(name, known),
    }));
}
