import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { workspaceSchema } from '../../src/workspace/workspace-schema.js';

describe('the published schema', () => {
  it('says what the validator is given', () => {
    const published = readFileSync(new URL('../../src/workspace/workspace.schema.json', import.meta.url), 'utf8');
    expect(JSON.parse(published)).toEqual(workspaceSchema);
  });
});
