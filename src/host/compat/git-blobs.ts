import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { HostError, InputError } from '../../base/errors.js';
import type { GitPlace } from './run-git.js';
import { gitEnvironment } from './run-git.js';

/** Files of commits, read by one process of git. */
export interface GitBlobs {
  /**
   * The text of a file; `undefined` when the commit has no file there.
   *
   * @param commit - its id
   * @param path - from the top of the repository, with slashes
   * @throws InputError `E_DOCUMENT_TOO_LARGE`, HostError `E_GIT`
   */
  read(commit: string, path: string): Promise<string | undefined>;
  /** Ends the process; nothing can be read any more. */
  close(): Promise<void>;
}

/**
 * Opens the files of a repository's commits. Links are followed as long as they stay within it; nothing is checked out.
 *
 * @param place - within the repository
 * @param maxBytes - the largest file that is read
 */
export function openGitBlobs({ folder, env }: GitPlace, maxBytes: number): GitBlobs {
  const child = spawn('git', ['cat-file', '--batch', '--follow-symlinks'], { cwd: folder, env: gitEnvironment(env) });
  const answers = answersOf(child);
  const ended = once(child, 'close').catch(() => []);
  let turn: Promise<unknown> = Promise.resolve();
  const ask = async (commit: string, path: string): Promise<string | undefined> => {
    // One request is one line.
    if (path.includes('\n')) return undefined;
    child.stdin.write(`${commit}:${path}\n`);
    const head = await answers.line();
    const [, size] = / blob (\d+)$/.exec(head) ?? [];
    if (size !== undefined && Number(size) > maxBytes) {
      await answers.skip(Number(size) + 1);
      throw new InputError({ code: 'E_DOCUMENT_TOO_LARGE', at: { file: path }, args: { maxBytes, byteCount: Number(size) } });
    }
    const other = /^(?:symlink|dangling|loop|notdir) (\d+)$|^[0-9a-f]{40,64} (?:tree|commit|tag) (\d+)$/.exec(head);
    const byteCount = Number(size ?? other?.[1] ?? other?.[2] ?? Number.NaN);
    // `… missing` has no content.
    if (Number.isNaN(byteCount)) return undefined;
    const content = await answers.bytes(byteCount + 1);
    return size === undefined ? undefined : content.subarray(0, byteCount).toString('utf8');
  };
  return {
    read: (commit, path) => {
      // Answers come in the order of the questions, and one at a time is as fast.
      const answer = turn.then(() => ask(commit, path));
      turn = answer.catch(() => undefined);
      return answer;
    },
    close: async () => {
      child.stdin.end();
      await ended;
    },
  };
}

interface Answers {
  line(): Promise<string>;
  bytes(count: number): Promise<Buffer>;
  /** Lets them pass without keeping them. */
  skip(count: number): Promise<void>;
}

function answersOf(child: ChildProcessWithoutNullStreams): Answers {
  let chunks: Buffer[] = [];
  let failure: HostError | undefined;
  let wake: () => void = () => undefined;
  let said = '';
  const fail = (reason: string): void => {
    failure ??= new HostError({ code: 'E_GIT', args: { reason } });
    wake();
  };
  child.stdout.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    wake();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString('utf8')).slice(-MAX_SAID_LENGTH);
  });
  child.on('error', ({ message }) => fail(message));
  child.on('close', () => fail(said.trim() === '' ? 'it ended' : said.trim()));
  // Its end is told by `close`; what was written meanwhile is lost with it.
  child.stdin.on('error', () => undefined);
  const more = async (): Promise<void> => {
    if (failure !== undefined) throw failure;
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
    if (failure !== undefined) throw failure;
  };
  const heldCount = (): number => chunks.reduce((sum, { length }) => sum + length, 0);
  // Joined once for each answer, not for each chunk: a large file comes in a thousand of them.
  const take = (count: number): Buffer => {
    const held = Buffer.concat(chunks);
    chunks = [held.subarray(count)];
    return held.subarray(0, count);
  };
  return {
    line: async () => {
      for (;;) {
        const end = Buffer.concat(chunks).indexOf(NEWLINE);
        if (end !== -1)
          return take(end + 1)
            .toString('utf8')
            .trimEnd();
        await more();
      }
    },
    bytes: async (count) => {
      while (heldCount() < count) await more();
      return take(count);
    },
    skip: async (count) => {
      let left = count;
      for (let held = heldCount(); held < left; held = heldCount()) {
        left -= held;
        chunks = [];
        await more();
      }
      take(left);
    },
  };
}

const NEWLINE = 0x0a;
const MAX_SAID_LENGTH = 500;
