import { scoreIbmJsonsubschema } from './score/ibm-jsonsubschema.js';
import { scoreIsJsonSchemaSubset } from './score/is-json-schema-subset.js';
import { scoreOasdiff } from './score/oasdiff.js';
import { scoreOpenApiTools } from './score/openapitools.js';
import { scoreSentryJsonSchemaDiff } from './score/sentry-json-schema-diff.js';

const SCORERS = {
  'ibm-jsonsubschema': scoreIbmJsonsubschema,
  'is-json-schema-subset': scoreIsJsonSchemaSubset,
  'getsentry-json-schema-diff': scoreSentryJsonSchemaDiff,
  openapitools: scoreOpenApiTools,
  oasdiff: scoreOasdiff,
};

/** Scores the corpora that are named on the command line, all when none is; fails when a case disagrees without a kept reason. */
async function main() {
  const wanted = process.argv.slice(2);
  let isFailed = false;
  for (const [name, score] of Object.entries(SCORERS)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const result = await score();
    console.log([`${result.name}${result.isFailed ? '  FAILED' : ''}`, ...result.lines.map((line) => `  ${line}`)].join('\n'));
    isFailed ||= result.isFailed;
  }
  process.exitCode = isFailed ? 1 : 0;
}

await main();
