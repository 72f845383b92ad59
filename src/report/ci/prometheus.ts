import type { RunReport } from '../run/run-report.js';

/** One sample: what tells it from the others of its metric, and its value. */
type Sample = readonly [labels: Readonly<Record<string, string>>, value: number];

/**
 * The figures of a run as Prometheus' text, for the textfile collector of its node exporter: a run is over before anybody could scrape it.
 *
 * @param report - of a run
 * @see https://prometheus.io/docs/instrumenting/exposition_formats
 * @see https://github.com/prometheus/node_exporter#textfile-collector
 */
export function prometheusFromReport({ run, findings, tests, scenarios }: RunReport): string {
  const command = { command: run.command };
  const tested = tests.flatMap((test) => (test.kind === 'tested' ? [test] : []));
  const metrics: readonly (readonly [name: string, help: string, samples: readonly Sample[]])[] = [
    ['mortise_run_info', 'What ran', [[{ ...command, version: run.version, id: run.id }, 1]]],
    ['mortise_run_start_timestamp_seconds', 'When the run began', [[command, run.startedAtMs / 1_000]]],
    ['mortise_run_duration_seconds', 'How long the run took', [[command, run.durationMs / 1_000]]],
    ['mortise_run_complete', 'Whether the run came to its end', [[command, run.isComplete && run.stopped === false ? 1 : 0]]],
    [
      'mortise_run_findings',
      'Findings that are not accepted',
      SEVERITIES.map((severity) => [
        { ...command, severity },
        findings.filter((one) => one.severity === severity && !one.isAccepted).length,
      ]),
    ],
    ['mortise_run_accepted_findings', 'Findings that are accepted', [[command, findings.filter(({ isAccepted }) => isAccepted).length]]],
    [
      'mortise_run_new_findings',
      'Findings that the run before did not have',
      run.since === undefined ? [] : [[command, findings.filter(({ isNew, isAccepted }) => isNew === true && !isAccepted).length]],
    ],
    ['mortise_run_pairs', 'Pairs, by what came of them', counted(tests.map(({ kind }) => kind)).map(sampleOf('outcome', command))],
    [
      'mortise_run_requests',
      'Requests that a pair was tested with',
      tested.map(({ consumer, provider, requestCount }) => [{ ...command, consumer, provider }, requestCount]),
    ],
    [
      'mortise_run_scenarios',
      'Scenarios, by what came of them',
      counted(scenarios.map(({ outcome }) => outcome)).map(sampleOf('outcome', command)),
    ],
  ];
  return metrics
    .filter(([, , samples]) => samples.length > 0)
    .map(([name, help, samples]) => `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${linesOf(name, samples)}`)
    .join('');
}

/** Every series stands there once. */
function linesOf(name: string, samples: readonly Sample[]): string {
  const series = new Map<string, number>();
  for (const [labels, value] of samples) {
    const text = Object.entries(labels)
      .map(([label, written]) => `${label}="${escaped(written)}"`)
      .join(',');
    series.set(text, (series.get(text) ?? 0) + value);
  }
  return [...series].map(([labels, value]) => `${name}{${labels}} ${value}\n`).join('');
}

function counted(names: readonly string[]): readonly (readonly [name: string, count: number])[] {
  return [...new Set(names)].sort().map((name) => [name, names.filter((one) => one === name).length]);
}

function sampleOf(label: string, labels: Readonly<Record<string, string>>): (counted: readonly [name: string, count: number]) => Sample {
  return ([name, count]) => [{ ...labels, [label]: name }, count];
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

const SEVERITIES = ['error', 'warning', 'info'] as const;
