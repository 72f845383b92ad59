import type { Replay } from '../../compat/record/replay.js';
import type { Contract } from '../../contract/contract.js';
import { createMemoryJournal } from '../../journal/memory-journal.js';
import { type MockServer, startMockServer } from '../mock-server.js';

export interface ReplayServerOptions {
  readonly replay: Replay;
  /** The provider's name. */
  readonly provider: string;
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly onTrouble: (error: unknown) => void;
}

/**
 * Serves a recording.
 *
 * @param options - what, and where to listen
 * @throws HostError `E_PORT_BUSY`, `E_LISTEN`
 */
export function startReplayServer({ replay, ...options }: ReplayServerOptions): Promise<MockServer> {
  return startMockServer({
    ...options,
    mock: { contract: NO_CONTRACT, answer: (request) => ({ response: replay.answer(request), operation: undefined, problems: [] }) },
    journal: createMemoryJournal({ maxEntryCount: 1 }),
    seed: '0',
  });
}

/** A recording is served as it is, whatever the contract says by now. */
const NO_CONTRACT: Contract = {
  file: '-',
  specification: '3.1',
  title: 'recording',
  version: '',
  basePaths: [],
  operations: [],
  channels: [],
  eventOperations: [],
  servers: [],
  securitySchemes: new Map(),
  defects: [],
  dialect: 'openapi-3.1',
  root: {},
  documents: { get: () => undefined },
  texts: new Map(),
};
