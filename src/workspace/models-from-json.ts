import { appendToken } from '../base/json-pointer.js';
import type { JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';

/** A model that the workspace says several contracts share. */
export interface DeclaredModel {
  readonly name: string;
  /** In the order of the file; none when the contracts share only the name. */
  readonly places: readonly DeclaredPlace[];
  /** How soon all systems hold the same value: told, not judged. */
  readonly consistency: 'real time' | 'eventual' | undefined;
}

/** Where a model stands: in any of the contracts of a system that has something there. */
export interface DeclaredPlace {
  readonly system: string;
  /** JSON pointer into the contract. */
  readonly schemaPointer: string;
  /** JSON pointer into the workspace file. */
  readonly pointer: string;
}

/**
 * The models that a workspace declares.
 *
 * @param value - of `models`, of the right shape
 * @returns `undefined` when it declares none
 */
export function modelsFromJson(value: JsonValue | undefined): readonly DeclaredModel[] | undefined {
  if (!isJsonObject(value)) return undefined;
  return Object.entries(value).map(([name, model]) => {
    const pointer = appendToken('/models', name);
    const written = isJsonObject(model) ? model : {};
    const consistency = written['consistency'];
    return {
      name,
      places: Array.isArray(model) ? placesFromJson(model, pointer) : placesFromJson(written['contracts'], `${pointer}/contracts`),
      consistency: consistency === 'real time' || consistency === 'eventual' ? consistency : undefined,
    };
  });
}

function placesFromJson(value: JsonValue | undefined, pointer: string): readonly DeclaredPlace[] {
  if (!Array.isArray(value)) return [];
  return value.map((place: JsonValue, index) => placeFromText(String(place), appendToken(pointer, index)));
}

/**
 * The place of a model, as a workspace writes it.
 *
 * @param text - `<system>#<JSON pointer>`
 * @param pointer - JSON pointer into the workspace file
 */
export function placeFromText(text: string, pointer: string): DeclaredPlace {
  const end = text.indexOf('#');
  return { system: text.slice(0, end), schemaPointer: text.slice(end + 1), pointer };
}
