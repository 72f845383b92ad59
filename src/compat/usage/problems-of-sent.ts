import { parseMediaType } from '../../base/media-type.js';
import type { Contract, MediaType, Operation } from '../../contract/contract.js';
import { buildRequest } from '../../wire/build-request.js';
import type { RequestProblem } from '../../wire/judge-request.js';
import { judgeRequest } from '../../wire/judge-request.js';
import { mediaTypeForContent } from '../../wire/select-media-type.js';
import { serialiseParameter } from '../../wire/serialise-parameter.js';
import { pathNames } from './usage-of-operation.js';
import type { SentRequest } from './usage.js';

/** How a request is written, and who judges it. */
interface Reader {
  /** Its styles decide how values stand on the wire. */
  readonly written: Operation;
  readonly operation: Operation;
  readonly contract: Contract;
}

/**
 * What is wrong with a request that was sent once, written by one version and judged by another.
 *
 * @param request - of a consumer
 * @param reader - both versions of the operation
 * @returns by the names that the version which wrote it has; `undefined` when it cannot be written again
 */
export function problemsOfSent(request: SentRequest, { written, operation, contract }: Reader): readonly RequestProblem[] | undefined {
  const body = bodyOf(request, written);
  if (body === 'unknown') return undefined;
  const parameters = new Map(Object.entries(request.parameters));
  const built = buildRequest(written, { parameters, basePath: '', ...(body === undefined ? {} : { body }) });
  if (body !== undefined && built.body === undefined) return undefined;
  const { problems } = judgeRequest({ operation, contract, request: built, pathValues: pathValuesFor(operation, written, parameters) });
  return problems.map((problem) => ({ ...problem, location: locationAsWritten(problem.location, operation, written) }));
}

/** Parameters of a path are known by their places, those of headers without case: what they are called may differ. */
function locationAsWritten(location: readonly string[], operation: Operation, written: Operation): readonly string[] {
  const [part, name = '', ...below] = location;
  if (part === 'path') return [part, pathNames(written.path)[pathNames(operation.path).indexOf(name)] ?? name, ...below];
  if (part !== 'header') return location;
  const header = written.parameters.find((each) => each.in === part && each.name.toLowerCase() === name.toLowerCase());
  return [part, header?.name ?? name, ...below];
}

/** The values of the path by the names that the judging version has for them. */
function pathValuesFor(operation: Operation, written: Operation, parameters: ReadonlyMap<string, unknown>): ReadonlyMap<string, string> {
  const names = pathNames(operation.path);
  const values = pathNames(written.path).flatMap((name, index) => {
    const parameter = written.parameters.find((each) => each.in === 'path' && each.name === name);
    const value = parameters.get(`path:${name}`);
    const newName = names[index];
    return parameter === undefined || value === undefined || newName === undefined
      ? []
      : [[newName, serialiseParameter(parameter, value as never)] as const];
  });
  return new Map(values);
}

function bodyOf(
  { mediaType, body }: SentRequest,
  written: Operation,
): { mediaType: MediaType; value: NonNullable<typeof body> | null } | undefined | 'unknown' {
  if (mediaType === undefined) return undefined;
  if (body === undefined) return 'unknown';
  const actual = parseMediaType(mediaType);
  const declared = actual === undefined ? undefined : mediaTypeForContent(written.requestBody?.content ?? [], actual);
  if (declared === undefined) return 'unknown';
  return { mediaType: { ...declared, name: mediaType }, value: body };
}
