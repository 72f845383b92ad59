import type { BodyFraming } from './message-head.js';

/** Finds the end of one body in the bytes that come; it changes and keeps none of them. */
export interface BodyFrame {
  /**
   * @param bytes - what came next
   * @returns how many of them, from the beginning, belong to this message; all of them unless it became whole
   */
  take(bytes: Uint8Array): number;
  readonly isWhole: boolean;
  /** The sender does not keep to chunks: where this message ends nobody can say. */
  readonly isBroken: boolean;
}

/**
 * A frame that has seen nothing yet.
 *
 * @param framing - how the body ends
 * @param onContent - told each piece of the content, without the framing of chunks
 */
export function createBodyFrame(framing: BodyFraming, onContent: (bytes: Uint8Array) => void): BodyFrame {
  if (framing.kind === 'chunked') return chunkedFrame(onContent);
  return plainFrame(framing.kind === 'length' ? framing.bytes : framing.kind === 'none' ? 0 : Number.POSITIVE_INFINITY, onContent);
}

function plainFrame(lengthBytes: number, onContent: (bytes: Uint8Array) => void): BodyFrame {
  let missingBytes = lengthBytes;
  const take = (bytes: Uint8Array): number => {
    const taken = Math.min(bytes.length, missingBytes);
    missingBytes -= taken;
    if (taken > 0) onContent(taken === bytes.length ? bytes : bytes.subarray(0, taken));
    return taken;
  };
  return {
    take,
    isBroken: false,
    get isWhole() {
      return missingBytes === 0;
    },
  };
}

/** What the next byte is part of; `lineStart`: of the trailers, at the beginning of a line. */
type Expected = 'size' | 'content' | 'contentEnd' | 'lineStart' | 'line' | 'over' | 'broken';

/** @see RFC 9112 §7.1 */
function chunkedFrame(onContent: (bytes: Uint8Array) => void): BodyFrame {
  let expected: Expected = 'size';
  let sizeText = '';
  let missingBytes = 0;

  const endSizeLine = (): void => {
    const size = /^[ \t]*([0-9a-f]{1,12})[ \t]*(?:;.*)?\r?$/i.exec(sizeText)?.[1];
    sizeText = '';
    missingBytes = Number.parseInt(size ?? '', 16);
    if (size === undefined) expected = 'broken';
    else expected = missingBytes === 0 ? 'lineStart' : 'content';
  };

  const takeByte = (byte: number): void => {
    if (expected === 'size') {
      if (byte === LINE_FEED) endSizeLine();
      else if (sizeText.length < MAX_SIZE_LINE_BYTES) sizeText += String.fromCharCode(byte);
      else expected = 'broken';
    } else if (expected === 'contentEnd') {
      if (byte === LINE_FEED) expected = 'size';
      else if (byte !== CARRIAGE_RETURN) expected = 'broken';
    } else if (byte === LINE_FEED) {
      expected = expected === 'lineStart' ? 'over' : 'lineStart';
    } else if (byte !== CARRIAGE_RETURN) {
      expected = 'line';
    }
  };

  const take = (bytes: Uint8Array): number => {
    let index = 0;
    while (index < bytes.length && expected !== 'over' && expected !== 'broken') {
      if (expected === 'content') {
        const end = Math.min(bytes.length, index + missingBytes);
        onContent(bytes.subarray(index, end));
        missingBytes -= end - index;
        index = end;
        if (missingBytes === 0) expected = 'contentEnd';
      } else {
        takeByte(bytes[index] ?? 0);
        index += 1;
      }
    }
    return expected === 'broken' ? bytes.length : index;
  };

  return {
    take,
    get isWhole() {
      return expected === 'over';
    },
    get isBroken() {
      return expected === 'broken';
    },
  };
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const MAX_SIZE_LINE_BYTES = 4_096;
