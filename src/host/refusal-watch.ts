import { readConnectionNotes } from './connection-notes.js';

/** Looks at what a program notes of connections that nobody else hears of. */
export interface RefusalWatch {
  end(): void;
}

interface WatchedRefusals {
  /** The file of the notes. */
  readonly notes: string;
  readonly port: number;
  /** Told for each refusal. */
  readonly onRefused: () => void;
  /** Told when the program had so much time to start that it waits for something else, or takes no notes. */
  readonly onLikelyStarted: () => void;
}

/**
 * Watches the notes of a program that is about to be refused.
 *
 * @param watched - where the notes are, and whom to tell; nobody is told anything after `end`
 */
export function watchRefusals({ notes, port, onRefused, onLikelyStarted }: WatchedRefusals): RefusalWatch {
  let toldCount = 0;
  let isOver = false;
  const look = async (): Promise<void> => {
    const { refusedAtMs } = await readConnectionNotes(notes, port);
    for (; !isOver && toldCount < refusedAtMs.length; toldCount += 1) onRefused();
  };
  const looking = setInterval(() => void look(), LOOK_MS);
  const patience = setTimeout(onLikelyStarted, USUAL_START_MS);
  return {
    end: () => {
      isOver = true;
      clearInterval(looking);
      clearTimeout(patience);
    },
  };
}

const LOOK_MS = 25;
const USUAL_START_MS = 1_000;
