import { coalesced } from './coalesced.js';

/** The messages of one partition that were handed over while it was ours. */
export class PartitionRun {
  readonly partition: number;
  /** In the order of offsets; `true` once settled. What is settled up to the first that is not leaves. */
  readonly #handed = new Map<string, boolean>();
  readonly #commit: () => Promise<void>;
  #lastHanded = -1n;
  #settledOffset: string | undefined;
  #unsettledCount = 0;
  #isEnded = false;

  /**
   * @param partition - its number
   * @param commit - tells the broker the offset that is next
   */
  constructor(partition: number, commit: (nextOffset: string) => Promise<void>) {
    this.partition = partition;
    this.#commit = coalesced(async () => {
      if (this.#settledOffset !== undefined) await commit(String(BigInt(this.#settledOffset) + 1n));
    });
  }

  get isEnded(): boolean {
    return this.#isEnded;
  }

  get unsettledCount(): number {
    return this.#unsettledCount;
  }

  /** How many are remembered: those that are not settled, and what was settled after the first of them. */
  get size(): number {
    return this.#handed.size;
  }

  /** Offsets, in order, and whether each is settled; the first is not. */
  remembered(): readonly (readonly [offset: string, isSettled: boolean])[] {
    return [...this.#handed];
  }

  /** After a rebalance the broker sends again what is in the receiver's hands. */
  hasHanded(offset: string): boolean {
    return BigInt(offset) <= this.#lastHanded;
  }

  hand(offset: string): void {
    this.#handed.set(offset, false);
    this.#unsettledCount += 1;
    this.#lastHanded = BigInt(offset);
  }

  /** It was settled before the partition was ours. */
  pass(offset: string): void {
    this.hand(offset);
    // Whoever commits next tells it, too.
    void this.settle(offset).catch(() => undefined);
  }

  /** Resolves once the broker knows; at once when something before it is not settled yet, since the broker cannot be told then. */
  settle(offset: string): Promise<void> {
    this.#handed.set(offset, true);
    this.#unsettledCount -= 1;
    let hasMoved = false;
    for (const [first, isSettled] of this.#handed) {
      if (!isSettled) break;
      this.#handed.delete(first);
      this.#settledOffset = first;
      hasMoved = true;
    }
    return hasMoved ? this.#commit() : Promise.resolve();
  }

  /** The partition is let go: what is not settled will be delivered again. */
  end(): void {
    this.#isEnded = true;
    this.#unsettledCount = 0;
  }
}
