import { compatShape } from './compat-shape.js';
import { findingShape, partShape } from './finding-shape.js';
import type { RecordLine } from './record-line.js';
import { scenarioShape } from './scenario-shape.js';
import type { Shape } from './shape.js';
import { listOf, members, number, oneOf, optional, text, texts } from './shape.js';
import { testShape } from './test-shape.js';
import { workspaceShape } from './workspace-shape.js';

const afterwards = members({
  id: text,
  line: optional(number),
  column: optional(number),
  count: optional(number),
  isAccepted: optional(oneOf(true)),
});

/** What each line of a record must be, so that whoever reads the report need not look: what was written by others, or by a later version, is passed over. */
export const RECORD_SHAPES: Readonly<Record<RecordLine['type'], Shape>> = {
  run: members({
    id: text,
    version: text,
    command: oneOf('check', 'test', 'scenario', 'lint', 'compat'),
    seed: text,
    args: texts,
    startedAtMs: number,
    since: optional(members({ id: text, startedAtMs: number })),
  }),
  workspace: workspaceShape,
  finding: findingShape,
  afterwards: members({ findings: listOf(afterwards) }),
  pair: testShape,
  transformation: members({
    name: text,
    systems: (value) => texts(value) && (value as readonly unknown[]).length === 2,
    valueCount: number,
    findingIds: texts,
  }),
  scenario: scenarioShape,
  compat: compatShape,
  part: members({ part: partShape, durationMs: number, subjectCount: number }),
  summary: members({ durationMs: number, stopped: oneOf(false, 'max-time', 'interrupt') }),
};
