/** What stands between the braces of a path template. */
export interface PathVariables {
  /** In order, each once. */
  readonly names: readonly string[];
  readonly defect: 'unbalanced' | 'unnamed' | 'repeated' | undefined;
}

/**
 * The variables of a path template.
 *
 * @param template - `/orders/{id}`
 * @see https://spec.openapis.org/oas/v3.2.0.html#path-templating
 */
export function pathVariables(template: string): PathVariables {
  const names = [...template.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1] ?? '');
  return { names: [...new Set(names)], defect: defectOf(template, names) };
}

function defectOf(template: string, names: readonly string[]): PathVariables['defect'] {
  if (/[{}]/.test(template.replace(/\{[^{}]*\}/g, ''))) return 'unbalanced';
  if (names.includes('')) return 'unnamed';
  return new Set(names).size < names.length ? 'repeated' : undefined;
}
