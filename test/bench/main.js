// Measures Mortise against its peers on this machine, as ratios within one run; asserts nothing. `npm run bench`, or some of it: `npm run bench -- static start`
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchArbitrary } from './arbitrary.js';
import { benchCases } from './cases.js';
import { benchCompat } from './compat.js';
import { benchConsole } from './console.js';
import { benchEvents } from './events.js';
import { benchProxy } from './proxy.js';
import { benchReady } from './ready.js';
import { benchSimulate } from './simulate.js';
import { benchSize } from './size.js';
import { benchStart } from './start.js';
import { benchStatic } from './static.js';
import { benchStreams } from './streams.js';
import { benchSystems } from './systems.js';
import { benchTelemetry } from './telemetry.js';

/** @type {Readonly<Record<string, { readonly about: string, readonly run: (folder: string) => Promise<void> }>>} */
const BENCHMARKS = {
  static: { about: 'static answers, journal and validation on, keep-alive, one core', run: benchStatic },
  size: { about: 'the rate does not depend on the size of the document', run: benchSize },
  ready: { about: 'time until a large document is served, and its memory', run: benchReady },
  cases: { about: 'contract tests: cases a second, one core', run: benchCases },
  arbitrary: { about: 'values drawn from schemas, one core', run: benchArbitrary },
  proxy: { about: 'what the fault proxy adds to a call, and 1 GiB through it', run: benchProxy },
  simulate: { about: 'recovery on simulated time: scenarios and searches', run: benchSimulate },
  events: { about: 'messages in process: mock, journal and validation, one core; --full for ten million', run: benchEvents },
  compat: { about: 'two versions of a large contract, after parsing', run: benchCompat },
  console: { about: 'a thousand calls a second while the console looks at them', run: benchConsole },
  streams: { about: 'memory of a thousand clients of an idle stream', run: benchStreams },
  systems: { about: 'two hundred systems in one process against one of as many operations', run: benchSystems },
  telemetry: { about: 'what metrics and traces cost a mock', run: benchTelemetry },
  start: { about: 'time of a command that does nothing', run: benchStart },
};

const names = process.argv.slice(2).filter((argument) => argument !== '--full');
const unknown = names.filter((name) => !(name in BENCHMARKS));
if (unknown.length > 0) {
  console.error(`no benchmark ${unknown.join(', ')}: there are ${Object.keys(BENCHMARKS).join(', ')}`);
  process.exitCode = 2;
} else {
  console.log(
    `node ${process.versions.node}, ${availableParallelism()} processors; medians of interleaved rounds; on a busy machine trust what is said per CPU second of the server`,
  );
  const folder = mkdtempSync(join(tmpdir(), 'mortise-bench-'));
  try {
    for (const [name, { about, run }] of Object.entries(BENCHMARKS)) {
      if (names.length > 0 && !names.includes(name)) continue;
      console.log(`${name}: ${about}`);
      await run(folder);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
