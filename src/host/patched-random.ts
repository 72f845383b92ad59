import crypto from 'node:crypto';
import type { Random } from '../base/random.js';

/** Chance as programs find it behind the globals. */
export interface PatchedRandom {
  readonly random: () => number;
  readonly randomUUID: typeof crypto.randomUUID;
  readonly getRandomValues: <T extends NodeJS.ArrayBufferView>(array: T) => T;
  readonly randomBytes: (byteCount: number, callback?: (error: Error | null, bytes: Buffer) => void) => Buffer | undefined;
}

/**
 * `Math.random` and what of `node:crypto` makes ids, drawn from a seed: keys and ids stand in requests, so they are part of the journal.
 *
 * @param random - `undefined`: the machine's own chance
 */
export function patchedRandom(random: () => Random | undefined): PatchedRandom {
  const real = {
    random: Math.random.bind(Math),
    randomUUID: crypto.randomUUID.bind(crypto),
    randomBytes: crypto.randomBytes.bind(crypto),
    getRandomValues: globalThis.crypto.getRandomValues.bind(globalThis.crypto),
  };

  const filled = <T extends NodeJS.ArrayBufferView>(own: Random, view: T): T => {
    const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
    for (let index = 0; index < bytes.length; index += 1) bytes[index] = Math.floor(own.next() * 256);
    return view;
  };

  const randomUUID: typeof crypto.randomUUID = (options) => {
    const own = random();
    return own === undefined ? real.randomUUID(options) : uuidFrom(filled(own, Buffer.alloc(16)));
  };

  const randomBytes: PatchedRandom['randomBytes'] = (byteCount, callback) => {
    const own = random();
    if (own === undefined) return callback === undefined ? real.randomBytes(byteCount) : void real.randomBytes(byteCount, callback);
    const bytes = filled(own, Buffer.alloc(byteCount));
    if (callback === undefined) return bytes;
    process.nextTick(() => callback(null, bytes));
    return undefined;
  };

  return {
    random: () => random()?.next() ?? real.random(),
    randomUUID,
    randomBytes,
    getRandomValues: (array) => {
      const own = random();
      return own === undefined ? (real.getRandomValues(array as never) as typeof array) : filled(own, array);
    },
  };
}

/** @see RFC 9562 §5.4 */
function uuidFrom(bytes: Buffer): ReturnType<typeof crypto.randomUUID> {
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
