import type { HttpRequest } from '../../wire/http-message.js';
import { headerValue } from '../../wire/http-message.js';
import { SCOPE_HEADER } from '../../wire/scope-header.js';

/** A request, and the scope that it is of. */
export interface ScopedRequest {
  /** `''` when it names none. */
  readonly scope: string;
  /** As it would be without a scope in its path; the same object when there is none. Its header says what the path said. */
  readonly request: HttpRequest;
  /** What was taken off its path, `/~checkout`; `''` when nothing was. */
  readonly prefix: string;
}

/**
 * Takes the scope off a request: `/~checkout/orders`, or the header `Mortise-Scope: checkout`. The path wins.
 *
 * @param request - as it came
 */
export function scopedRequest(request: HttpRequest): ScopedRequest {
  const { target, headers } = request;
  if (!target.startsWith('/~')) return { scope: headerValue(headers, SCOPE_HEADER) ?? '', request, prefix: '' };
  const [, name = '', rest = ''] = /^\/~([^/?]*)(.*)$/s.exec(target) ?? [];
  const scope = decoded(name);
  const others = headers.filter((_, index) => headers[index - (index % 2)]?.toLowerCase() !== SCOPE_HEADER);
  return {
    scope,
    request: { ...request, target: rest.startsWith('/') ? rest : `/${rest}`, headers: [...others, SCOPE_HEADER, scope] },
    prefix: `/~${name}`,
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // What is not percent-encoded rightly is a name of its own, which whoever keeps scopes refuses.
    return text;
  }
}
