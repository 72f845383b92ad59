import type { ErrorObject } from 'ajv';
import { didYouMean, namesNearby } from '../base/did-you-mean.js';
import { DURATION_PATTERN } from '../base/duration.js';
import { appendToken } from '../base/json-pointer.js';
import type { JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import type { WorkspaceProblem } from './workspace-problem.js';
import { workspaceSchema } from './workspace-schema.js';

/**
 * What of the value is not as the published schema says; empty when all of it is.
 *
 * @param value - a parsed workspace file, variables filled in
 * @param told - pointers of texts whose own problem is known already: an unset variable leaves a text that breaks other rules too
 */
export async function shapeProblems(value: JsonValue, told: ReadonlySet<string>): Promise<readonly WorkspaceProblem[]> {
  // Only who reads a workspace pays for the validator: it takes longer to load than a small contract to serve.
  const { Ajv2020 } = await import('ajv/dist/2020.js');
  const ajv = new Ajv2020({ allErrors: true, verbose: true, strict: false });
  const validate = ajv.compile(workspaceSchema);
  if (validate(value)) return [];
  const isNews = ({ schemaPath, instancePath }: ErrorObject): boolean => !INSIDE_CHOICE.test(schemaPath) && !told.has(instancePath);
  const problems = (validate.errors ?? []).filter(isNews).map((error) => ({ error, problem: problemFromError(error) }));
  const isMisspelt = ({ keyword, instancePath, params }: ErrorObject): boolean =>
    keyword === 'required' &&
    problems.some(
      ({ error, problem }) =>
        error.keyword === 'additionalProperties' && error.instancePath === instancePath && problem.suggestion === params['missingProperty'],
    );
  return problems.filter(({ error }) => !isMisspelt(error)).map(({ problem }) => problem);
}

function problemFromError(error: ErrorObject): WorkspaceProblem {
  const { instancePath: pointer, params } = error;
  switch (error.keyword) {
    case 'additionalProperties':
      return unknownKey(error, String(params['additionalProperty']));
    case 'required':
      return { pointer, problem: `the key "${params['missingProperty']}" is missing` };
    case 'dependentRequired':
      return { pointer, problem: `the key "${params['property']}" only goes with "${params['missingProperty']}"` };
    case 'enum':
      return { pointer, problem: `must be one of ${listed(params['allowedValues'])}`, suggestion: nearestChoice(error) };
    case 'oneOf':
      return { pointer, problem: `must have exactly one of ${listed(choicesOf(error.schema))}` };
    case 'pattern':
      return { pointer, problem: CLAUSE_BY_PATTERN.get(String(params['pattern'])) ?? `${error.message}${description(error)}` };
    case 'propertyNames':
      return {
        pointer: appendToken(pointer, String(params['propertyName'])),
        problem: 'a name has only letters, digits, "-", "_" and "."',
      };
    default:
      return { pointer, problem: `${error.message ?? 'is wrong'}${description(error)}` };
  }
}

function unknownKey(error: ErrorObject, key: string): WorkspaceProblem {
  const known = isJsonObject(error.parentSchema) ? error.parentSchema['properties'] : undefined;
  const nearby = isJsonObject(known) ? namesNearby(key, Object.keys(known)) : {};
  return { pointer: appendToken(error.instancePath, key), problem: `unknown key "${key}"`, ...nearby };
}

function nearestChoice(error: ErrorObject): string | undefined {
  return typeof error.data === 'string' ? didYouMean(error.data, error.params['allowedValues'] as readonly string[]) : undefined;
}

function description(error: ErrorObject): string {
  const text = error.parentSchema?.['description'];
  return typeof text === 'string' && DESCRIBED.has(error.keyword) ? `: ${text}` : '';
}

/** Each arm is one required key. */
function choicesOf(arms: unknown): readonly unknown[] {
  return Array.isArray(arms) ? arms.flatMap((arm: { readonly required?: readonly string[] }) => arm.required ?? []) : [];
}

function listed(values: readonly unknown[]): string {
  return values.map((value) => String(value)).join(', ');
}

/** What is wrong with one arm of a choice says little; the choice itself has its own problem. An `if` is told by its `then` or `else`. The name's own pattern is told by `propertyNames`. */
const INSIDE_CHOICE = /\/(oneOf|anyOf)\/\d|\/propertyNames\/|\/if$/;
/** People do not read patterns. */
const CLAUSE_BY_PATTERN: ReadonlyMap<string, string> = new Map([
  [DURATION_PATTERN, 'must be a number and its unit: 100ms, 2s, 1m, 1h'],
  [String(workspaceSchema.properties.systems.additionalProperties.properties.url.pattern), 'must begin with http:// or https://'],
  [String(workspaceSchema.properties.systems.additionalProperties.properties.health.pattern), 'must be a path that begins with /'],
  [
    String(workspaceSchema.properties.integrations.items.properties.states.properties.url.pattern),
    'must begin with http://, https:// or /',
  ],
]);
const DESCRIBED: ReadonlySet<string> = new Set(['pattern', 'anyOf']);
