import type { JsonValue } from '../../base/json.js';
import type { ToldChange } from './told-change.js';

/** One thing that happened to what a mock remembers: the store is the list of these, and what there is now follows from it. */
export type StateChange =
  /** The item is there from now on, as it stands here, in place of what had its key. */
  | { readonly kind: 'put'; readonly collection: string; readonly key: string; readonly value: JsonValue }
  | { readonly kind: 'remove'; readonly collection: string; readonly key: string }
  /** Nothing is there any more. */
  | { readonly kind: 'clear' };

/** What a mock remembers in one scope, at the moment. */
export interface StateView {
  /** `undefined` when there is none. */
  item(collection: string, key: string): JsonValue | undefined;
  /** In the order in which they were first put. */
  items(collection: string): Iterable<readonly [key: string, value: JsonValue]>;
  itemCount(collection: string): number;
  /** Names, in the order in which they were first used; one whose items are all gone is still among them. */
  collections(): readonly string[];
  /** Whether anything was ever put into the collection. */
  isUsed(collection: string): boolean;
  /** How often something was changed: two views of one count are the same. */
  readonly changeCount: number;
  /** What all items take, roughly: as text. */
  readonly byteCount: number;
}

/** Keeps what mocks remember: in memory, in a file, or in Redis for several processes. */
export interface StateStore {
  /**
   * Catches up with what other processes did.
   *
   * @returns `undefined` when there is nothing to wait for
   * @throws HostError when what was kept cannot be read
   */
  refresh(scope: string): Promise<void> | undefined;
  view(scope: string): StateView;
  /** Of which something is kept, those of earlier processes too. */
  scopes(): readonly string[];
  /**
   * Keeps changes, all or none. When it has given its answer they are there whatever becomes of this process.
   *
   * @param seenCount - the `changeCount` of the view that they were made from
   * @returns `false` when somebody else changed the scope since then: nothing was kept
   * @throws HostError when they cannot be kept
   */
  commit(scope: string, changes: readonly StateChange[], seenCount: number): boolean | Promise<boolean>;
  /** The scope and all that is in it is gone. */
  drop(scope: string): void | Promise<void>;
  /** Nobody uses the scope here any more: it is gone, or will be once no other process uses it either. */
  release(scope: string): void;
  /**
   * Tells what other processes do in a scope, where there are any.
   *
   * @returns ends it
   */
  readonly follow?: ((scope: string, listener: (changes: readonly ToldChange[]) => void) => () => void) | undefined;
}
