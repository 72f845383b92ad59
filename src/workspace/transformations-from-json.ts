import { appendToken } from '../base/json-pointer.js';
import type { JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import type { DeclaredPlace } from './models-from-json.js';
import { placeFromText } from './models-from-json.js';
import { resolvedPath } from './resolved-path.js';

/** How values of one system's model become values of another's, as the workspace declares it. */
export interface DeclaredTransformation {
  readonly name: string;
  /** JSON pointer into the workspace file. */
  readonly pointer: string;
  readonly a: DeclaredPlace;
  readonly b: DeclaredPlace;
  /** A path, resolved: it exports `to` and perhaps `from`. */
  readonly module: string;
  /** Whose values come back as they went. */
  readonly roundTrip: 'none' | 'a' | 'b' | 'both';
}

/**
 * The transformations that a workspace declares, in the order of the file.
 *
 * @param value - of `transformations`, of the right shape
 * @param folder - of the workspace file
 */
export function transformationsFromJson(value: JsonValue | undefined, folder: string): readonly DeclaredTransformation[] {
  if (!isJsonObject(value)) return [];
  return Object.entries(value).map(([name, declared]) => {
    const pointer = appendToken('/transformations', name);
    const written = isJsonObject(declared) ? declared : {};
    const roundTrip = written['roundTrip'];
    return {
      name,
      pointer,
      a: placeFromText(String(written['a']), `${pointer}/a`),
      b: placeFromText(String(written['b']), `${pointer}/b`),
      module: resolvedPath(folder, String(written['module'])),
      roundTrip: roundTrip === 'a' || roundTrip === 'b' || roundTrip === 'both' ? roundTrip : 'none',
    };
  });
}
