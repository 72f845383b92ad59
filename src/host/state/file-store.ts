import { mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HostError } from '../../base/errors.js';
import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { createScopeState, type ScopeState } from '../../mock/state/scope-state.js';
import { changesFromSnapshot, snapshotOf } from '../../mock/state/snapshot.js';
import type { StateChange, StateStore } from '../../mock/state/state-store.js';
import { openLineFile } from '../line-file.js';
import { writeWholeFile } from '../whole-file.js';

/** A store that keeps its folder until it is closed. */
export interface FileStore extends StateStore {
  close(): void;
}

export interface FileStoreOptions {
  /** Made when missing. */
  readonly folder: string;
  /** Each system has a file of its own. */
  readonly system: string;
  /** Told what does not keep anybody from going on: a log that cannot be made shorter. */
  readonly onTrouble: (error: unknown) => void;
  /** Whether only the user of this process may read the file. Default false. */
  readonly isSecret?: boolean | undefined;
}

/**
 * Keeps what a mock remembers as a log of changes in a file: a line is written before the change is answered, and read again at the next start. The log
 * is made anew when it has grown far beyond what it says.
 *
 * @param options - where, and of which system
 * @throws HostError `E_FILE_WRITE` when it cannot be written or another process keeps it, `E_FILE_READ` when it holds something else
 */
export function openFileStore({ folder, system, onTrouble, isSecret = false }: FileStoreOptions): FileStore {
  const file = join(folder, `${encodeURIComponent(system)}.jsonl`);
  const lock = `${file}.lock`;
  const mode = isSecret ? SECRET_MODE : undefined;
  takeFolder(folder, lock);
  const states = new Map<string, ScopeState>();
  const stateOf = (scope: string): ScopeState => {
    const state = states.get(scope) ?? createScopeState();
    states.set(scope, state);
    return state;
  };
  const replay = ({ scope, changes }: LogLine): void => {
    if (changes === undefined) states.delete(scope);
    else stateOf(scope).apply(changes);
  };
  let lines: ReturnType<typeof openLineFile>;
  try {
    for (const line of readLog(file)) replay(line);
    lines = openLineFile(file, mode);
  } catch (error) {
    rmSync(lock, { force: true });
    throw error;
  }
  let compactAtBytes = Math.max(MIN_COMPACTED_BYTES, lines.byteCount);

  const compactWhenDue = (): void => {
    const liveBytes = [...states.values()].reduce((total, { byteCount }) => total + byteCount, 0);
    if (lines.byteCount < compactAtBytes || lines.byteCount < liveBytes * GROWTH_FACTOR) return;
    try {
      const kept = [...states].map(([scope, state]) => lineOf(scope, changesFromSnapshot(snapshotOf(state))));
      writeWholeFile(file, kept.map((line) => `${line}\n`).join(''), mode);
      lines.close();
      lines = openLineFile(file, mode);
    } catch (error) {
      // What is in the log stays there; it is only longer than it had to be.
      onTrouble(error);
    }
    compactAtBytes = Math.max(MIN_COMPACTED_BYTES, lines.byteCount * GROWTH_FACTOR);
  };

  const drop = (scope: string): void => {
    if (!states.has(scope)) return;
    lines.append(JSON.stringify({ scope, drop: true }));
    states.delete(scope);
    compactWhenDue();
  };

  return {
    refresh: () => undefined,
    view: (scope) => states.get(scope) ?? createScopeState(),
    scopes: () => [...states.keys()],
    commit: (scope, changes, seenCount) => {
      if ((states.get(scope)?.changeCount ?? 0) !== seenCount) return false;
      // First on disk, then in force: what could not be written has not happened.
      lines.append(lineOf(scope, changes));
      stateOf(scope).apply(changes);
      compactWhenDue();
      return true;
    },
    drop,
    release: (scope) => {
      try {
        drop(scope);
      } catch (error) {
        // Whoever asks for something else meanwhile is not to suffer from it.
        onTrouble(error);
      }
    },
    close: () => {
      lines.close();
      rmSync(lock, { force: true });
    },
  };
}

interface LogLine {
  readonly scope: string;
  /** `undefined` when the scope was dropped. */
  readonly changes: readonly StateChange[] | undefined;
}

function lineOf(scope: string, changes: readonly StateChange[]): string {
  return JSON.stringify({ scope, changes });
}

/** The lines of a log. A last one that a crash has cut off was never acknowledged: it is taken away. */
function* readLog(file: string): Iterable<LogLine> {
  const bytes = bytesOf(file);
  let start = 0;
  let number = 0;
  while (start < bytes.length) {
    const end = bytes.indexOf(LINE_BREAK, start);
    if (end === -1) {
      truncateSync(file, start);
      return;
    }
    number += 1;
    const line = lineFromText(bytes.toString('utf8', start, end));
    if (line === undefined) throw new HostError({ code: 'E_FILE_READ', args: { file, reason: `line ${number} is no change of a state` } });
    yield line;
    start = end + 1;
  }
}

function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
    throw new HostError({ code: 'E_FILE_READ', args: { file, reason: reasonOf(cause) }, cause });
  }
}

function lineFromText(text: string): LogLine | undefined {
  try {
    const value = JSON.parse(text) as JsonValue;
    if (!isJsonObject(value) || typeof value['scope'] !== 'string') return undefined;
    const { scope, changes } = value;
    if (value['drop'] === true) return { scope, changes: undefined };
    return Array.isArray(changes) && changes.every(isChange) ? { scope, changes: changes as unknown as readonly StateChange[] } : undefined;
  } catch {
    // Whoever reads the log says which line it was.
    return undefined;
  }
}

function isChange(value: JsonValue): boolean {
  if (!isJsonObject(value)) return false;
  const { kind, collection, key } = value;
  if (kind === 'clear') return true;
  if (typeof collection !== 'string' || typeof key !== 'string') return false;
  return kind === 'remove' || (kind === 'put' && value['value'] !== undefined);
}

/** Two processes that append to one log would each miss what the other one writes. */
function takeFolder(folder: string, lock: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    const owner = ownerOf(lock);
    if (owner !== undefined && owner !== process.pid && isAlive(owner)) {
      const reason = `the process ${owner} keeps its state there; several share it with --state redis://…`;
      throw new HostError({ code: 'E_FILE_WRITE', args: { file: lock, reason } });
    }
    writeFileSync(lock, String(process.pid));
  } catch (cause) {
    if (cause instanceof HostError) throw cause;
    throw new HostError({ code: 'E_FILE_WRITE', args: { file: lock, reason: reasonOf(cause) }, cause });
  }
}

function ownerOf(lock: string): number | undefined {
  try {
    const owner = Number(readFileSync(lock, 'utf8'));
    return Number.isInteger(owner) && owner > 0 ? owner : undefined;
  } catch {
    // Nobody has it.
    return undefined;
  }
}

/** A process that was killed leaves its lock behind. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

const LINE_BREAK = 0x0a;
const SECRET_MODE = 0o600;
const MIN_COMPACTED_BYTES = 1024 * 1024;
const GROWTH_FACTOR = 4;
