import type { JsonValue } from '../../base/json.js';

/** What became of one thing, for those who listen. */
export interface ToldChange {
  readonly kind: 'created' | 'changed' | 'removed';
  readonly collection: string;
  /** As it is now; of what is gone, as it was. */
  readonly value: JsonValue;
}
