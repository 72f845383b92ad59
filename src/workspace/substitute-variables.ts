import { appendToken } from '../base/json-pointer.js';
import type { JsonObject, JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import type { WorkspaceProblem } from './workspace-problem.js';

/** What the variables of the environment are: `env` of the process, or a test's own. */
export type Environment = Readonly<Record<string, string | undefined>>;

interface Substitution {
  readonly value: JsonValue;
  readonly problems: readonly WorkspaceProblem[];
}

/**
 * The value with `${NAME}` and `${NAME:-default}` in its texts filled in, and `$${` made `${`. What a variable holds is never parsed: it
 * stays a text. A `url` whose variable is unset or empty is left out, for then the mock stands in; elsewhere that is a problem.
 *
 * @param value - a parsed workspace file
 * @param env - the variables; the default also stands for an empty one, as in a shell
 */
export function substituteVariables(value: JsonValue, env: Environment): Substitution {
  const problems: WorkspaceProblem[] = [];
  const substituted = substitute(value, '', { env, problems });
  return { value: substituted ?? null, problems };
}

interface Context {
  readonly env: Environment;
  readonly problems: WorkspaceProblem[];
}

function substitute(value: JsonValue, pointer: string, context: Context): JsonValue | undefined {
  if (typeof value === 'string') return value.includes('$') ? substituteText(value, pointer, context) : value;
  if (Array.isArray(value)) return value.map((item: JsonValue, index) => substitute(item, appendToken(pointer, index), context) ?? null);
  return isJsonObject(value) ? substituteMembers(value, pointer, context) : value;
}

function substituteMembers(value: JsonObject, pointer: string, context: Context): JsonObject {
  const members = Object.entries(value).flatMap(([name, member]) => {
    const substituted = member === undefined ? undefined : substitute(member, appendToken(pointer, name), context);
    return substituted === undefined ? [] : [[name, substituted] as const];
  });
  return Object.fromEntries(members);
}

function substituteText(text: string, pointer: string, { env, problems }: Context): string | undefined {
  const optional = SYSTEM_URL.test(pointer);
  let missing = false;
  const filled = text.replace(REFERENCE, (reference, name: string | undefined, fallback: string | undefined) => {
    if (reference === '$${') return '${';
    if (name === undefined) {
      problems.push({ pointer, problem: `"${text}" has a "\${" that is no variable; write "$\${" for the characters themselves` });
      return reference;
    }
    const held = env[name];
    if (held !== undefined && held !== '') return held;
    if (fallback !== undefined) return fallback;
    if (held === '' && !optional) return held;
    missing = true;
    if (!optional) problems.push({ pointer, problem: `the variable ${name} is not set; set it, or give a default: \${${name}:-…}` });
    return '';
  });
  return missing && optional ? undefined : filled;
}

/** `$${`, a variable with or without a default, or a `${` that is neither. */
const REFERENCE = /\$\$\{|\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}|\$\{/g;
const SYSTEM_URL = /^\/systems\/[^/]+\/url$/;
