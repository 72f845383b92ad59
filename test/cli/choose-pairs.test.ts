import { describe, expect, it } from 'vitest';
import { choosePairs } from '../../src/cli/choose-pairs.js';
import { pairFromJson } from '../../src/workspace/pair-from-json.js';
import { workspaceFromContractFile } from '../../src/workspace/read-workspace.js';

const pairs = [
  ['storefront', 'gateway'],
  ['mobile', 'gateway'],
  ['gateway', 'auth'],
].map(([consumer = '', provider = '']) => pairFromJson({ consumer, provider }, ''));
const workspace = { ...workspaceFromContractFile('x.yaml'), integrations: pairs };
const chosen = (...names: string[]): string[] => choosePairs(workspace, names).map(({ consumer, provider }) => `${consumer}:${provider}`);

describe('choosing pairs', () => {
  it('takes all when none is named', () => expect(chosen()).toHaveLength(3));

  it.each(['storefront:gateway', 'storefront->gateway', 'storefront → gateway', 'storefront'])('takes one for %s', (name) =>
    expect(chosen(name)).toEqual(['storefront:gateway']),
  );

  it('takes every pair that a system has a part in, each once and in the order of the workspace', () => {
    expect(chosen('auth', 'gateway')).toEqual(['storefront:gateway', 'mobile:gateway', 'gateway:auth']);
  });

  it('refuses an unknown name with the nearest known one', () => {
    expect(() => chosen('storefrnt:gateway')).toThrow(
      expect.objectContaining({
        code: 'E_ARGUMENT_VALUE',
        args: expect.objectContaining({ expected: expect.stringContaining('storefront:gateway') }),
      }),
    );
    expect(() => chosen('nobody')).toThrow(expect.objectContaining({ code: 'E_ARGUMENT_VALUE' }));
  });
});
