import type { JsonValue } from '../base/json.js';

/** An Arazzo document among those of a scenario. */
export interface DocumentPlace {
  readonly file: string;
  readonly text: string;
  readonly root: JsonValue;
  /** Before the keys of its workflows: `''` for the scenario's own document, else the names of the sources that lead to it, each with a dot. */
  readonly prefix: string;
}
