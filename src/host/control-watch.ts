/** Where a thread tells that it is alive, and whom it gave control to: shared with the thread that watches it. */
export interface ControlWatch {
  /** Of two numbers: beats, and the module that was entered last, from 1. */
  readonly shared: Int32Array;
  /** A module is entered for the first time: told before it runs. */
  readonly onModule: (file: string, number: number) => void;
}

let watch: ControlWatch | undefined;
const numbers = new Map<string, number>();

/**
 * From now on this thread tells what it does.
 *
 * @param told - where
 */
export function tellControl(told: ControlWatch): void {
  watch = told;
}

/**
 * A user's module is given control. Nothing where nobody watches.
 *
 * @param file - of the module
 */
export function enterModule(file: string): void {
  if (watch === undefined) return;
  let number = numbers.get(file);
  if (number === undefined) {
    number = numbers.size + 1;
    numbers.set(file, number);
    watch.onModule(file, number);
  }
  Atomics.store(watch.shared, MODULE_INDEX, number);
}

export const BEAT_INDEX = 0;
export const MODULE_INDEX = 1;
