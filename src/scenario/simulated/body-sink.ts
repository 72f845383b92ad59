/** A body that is filled as its bytes come. */
export interface BodySink {
  readonly stream: ReadableStream<Uint8Array>;
  add(bytes: Uint8Array): void;
  end(): void;
  fail(error: unknown): void;
}

/**
 * A stream that is filled by hand.
 *
 * @param onCancel - the reader wants no more
 */
export function createBodySink(onCancel: () => void): BodySink {
  let control: ReadableStreamDefaultController<Uint8Array> | undefined;
  let isOver = false;
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => {
      control = controller;
    },
    cancel: () => {
      isOver = true;
      onCancel();
    },
  });
  const once = (act: () => void): void => {
    if (isOver) return;
    isOver = true;
    act();
  };
  return {
    stream,
    add: (bytes) => {
      if (!isOver) control?.enqueue(bytes);
    },
    end: () => once(() => control?.close()),
    fail: (error) => once(() => control?.error(error)),
  };
}
