/** The segments of a path template: a parameter's name where the whole segment is one, else the literal text. */
export type TemplateSegment = { readonly kind: 'parameter'; readonly name: string } | { readonly kind: 'literal'; readonly text: string };

/**
 * The segments of a template, without what stands behind `?` or `#` and without an empty last one.
 *
 * @param template - `/orders/{id}`
 */
export function templateSegments(template: string): readonly TemplateSegment[] {
  return splitPath(template.replace(/[?#].*$/s, '')).map((text) => {
    const name = /^\{([^{}]+)\}$/.exec(text)?.[1];
    return name === undefined ? { kind: 'literal', text } : { kind: 'parameter', name };
  });
}

/**
 * The template with every parameter as `{}`: the same for templates that differ only in the names of parameters.
 *
 * @param template - `/orders/{id}`
 */
export function pathShape(template: string): string {
  return templateSegments(template)
    .map((segment) => `/${segment.kind === 'parameter' ? '{}' : segment.text}`)
    .join('');
}

/**
 * The names of the parameters that are whole segments, in order.
 *
 * @param template - `/orders/{id}`
 */
export function pathParameterNames(template: string): readonly string[] {
  return templateSegments(template).flatMap((segment) => (segment.kind === 'parameter' ? [segment.name] : []));
}

/**
 * The values that a target has for the parameters of a template, decoded; `undefined` when it does not end as the template says. What stands
 * before the template is a base path.
 *
 * @param template - `/orders/{id}`
 * @param target - path and query
 */
export function pathValues(template: string, target: string): ReadonlyMap<string, string> | undefined {
  const wanted = templateSegments(template);
  const given = splitPath(target.replace(/[?#].*$/s, ''));
  const offset = given.length - wanted.length;
  if (offset < 0) return undefined;
  const values = new Map<string, string>();
  for (const [index, segment] of wanted.entries()) {
    const text = decodedSegment(given[offset + index] ?? '');
    if (segment.kind === 'parameter') values.set(segment.name, text);
    else if (!segment.text.includes('{') && decodedSegment(segment.text) !== text) return undefined;
  }
  return values;
}

/**
 * The segments of a path, encoded as they stand; without an empty last one.
 *
 * @param path - without a query
 */
export function splitPath(path: string): readonly string[] {
  const trimmed = path.replace(/^\//, '').replace(/\/$/, '');
  return trimmed === '' ? [] : trimmed.split('/');
}

/**
 * A segment without its percent-encoding.
 *
 * @param segment - as it stands in a path
 */
export function decodedSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    // A `%` that is no escape means itself.
    return segment;
  }
}
