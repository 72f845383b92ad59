import type { MediaType } from '../../contract/contract.js';

/**
 * A media type that no contract speaks of: its bodies are written as they are, and a `Content-Type` header may say something else.
 *
 * @param name - `text/plain`
 */
export function undeclaredMediaType(name: string): MediaType {
  return { name, pointer: '', schema: undefined, itemSchema: undefined, examples: [], encoding: new Map() };
}
