import { runWatched } from '../host/watched-io.js';
import { runCommand } from './main.js';

// The thread of its own that a simulation runs in; see `runInWatchedThread`.
await runWatched(runCommand);
