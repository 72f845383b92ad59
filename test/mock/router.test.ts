import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRouter } from '../../src/mock/router.js';
import { entry } from '../support/operation-entry.js';

const segment = fc.oneof(fc.constantFrom('a', 'b', 'c', 'a b', 'ü', '{x}', '{y}', 'v{n}', '{id}:go', '{id}.json', '{p}-{q}'));
const template = fc.array(segment, { minLength: 1, maxLength: 4 }).map((segments) => `/${segments.join('/')}`);

describe('createRouter', () => {
  it('leads the path made from any template to an operation of a template that fits it', () => {
    fc.assert(
      fc.property(fc.uniqueArray(template, { minLength: 1, maxLength: 12 }), fc.nat(), (templates, pick) => {
        const entries = templates.map((path) => entry('GET', path));
        const chosen = templates[pick % templates.length] ?? '';
        const path = filled(chosen);
        const route = createRouter(entries, ['']).route('GET', path, '');
        expect(route.kind).toBe('operation');
        if (route.kind !== 'operation') return;
        expect(fits(route.entry.path, path)).toBe(true);
        expect([...route.pathValues.keys()]).toEqual([...new Set([...route.entry.path.matchAll(/\{(.*?)\}/g)].map((match) => match[1]))]);
      }),
      { seed: 20261121, numRuns: 500 },
    );
  });

  it('prefers literal segments to templated ones, segment by segment, and goes back when a literal leads nowhere', () => {
    const router = createRouter([entry('GET', '/{a}/c'), entry('GET', '/x/{b}'), entry('GET', '/x/c'), entry('GET', '/x/{b}/d')], ['']);
    expect(pathOf(router.route('GET', '/x/c', ''))).toBe('/x/c');
    expect(pathOf(router.route('GET', '/x/z', ''))).toBe('/x/{b}');
    expect(pathOf(router.route('GET', '/y/c', ''))).toBe('/{a}/c');
    expect(pathOf(router.route('GET', '/x/c/d', ''))).toBe('/x/{b}/d');
  });

  it('anchors segments that mix text and parameters at both ends', () => {
    const router = createRouter([entry('GET', '/x.{format}')], ['']);
    expect(router.route('GET', '/prefix.json', '').kind).toBe('none');
    expect(router.route('GET', '/x.json', '')).toMatchObject({ kind: 'operation', pathValues: new Map([['format', 'json']]) });
    expect(router.route('GET', '/x.', '').kind).toBe('none');
  });

  it('decodes the segments of a request before it compares them, and keeps values encoded', () => {
    const router = createRouter([entry('GET', '/caf\u00e9/{name}')], ['']);
    expect(router.route('GET', '/caf%C3%A9/a%2Fb', '')).toMatchObject({ kind: 'operation', pathValues: new Map([['name', 'a%2Fb']]) });
  });

  it('does not fall over broken encoding, dots or thousands of segments', () => {
    const router = createRouter([entry('GET', '/a/{name}')], ['']);
    expect(router.route('GET', '/a/%', '')).toMatchObject({ kind: 'operation', pathValues: new Map([['name', '%']]) });
    expect(router.route('GET', '/a/%00', '').kind).toBe('operation');
    expect(router.route('GET', '/a/../../etc/passwd', '').kind).toBe('none');
    expect(router.route('GET', '/x'.repeat(100_000), '').kind).toBe('none');
  });

  it('answers another method with all that are allowed, HEAD and OPTIONS among them', () => {
    const router = createRouter([entry('GET', '/a'), entry('PUT', '/{x}')], ['']);
    expect(router.route('DELETE', '/a', '')).toEqual({ kind: 'method', allow: ['GET', 'HEAD', 'OPTIONS', 'PUT'] });
    expect(pathOf(router.route('PUT', '/a', ''))).toBe('/{x}');
  });

  it('leads HEAD to GET unless the contract has a HEAD of its own', () => {
    const router = createRouter([entry('GET', '/a'), entry('GET', '/b'), entry('HEAD', '/b')], ['']);
    expect(router.route('HEAD', '/a', '')).toMatchObject({ kind: 'operation', entry: { method: 'GET' } });
    expect(router.route('HEAD', '/b', '')).toMatchObject({ kind: 'operation', entry: { method: 'HEAD' } });
  });

  it('tells templates apart that differ only in their query', () => {
    const router = createRouter([entry('GET', '/{bucket}'), entry('GET', '/{bucket}#acl'), entry('GET', '/{bucket}?list-type=2')], ['']);
    expect(pathOf(router.route('GET', '/b', ''))).toBe('/{bucket}');
    expect(pathOf(router.route('GET', '/b', 'acl'))).toBe('/{bucket}#acl');
    expect(pathOf(router.route('GET', '/b', 'list-type=2&x=1'))).toBe('/{bucket}?list-type=2');
    expect(pathOf(router.route('GET', '/b', 'list-type=1'))).toBe('/{bucket}');
  });

  it('serves every path with and without each base path', () => {
    const router = createRouter([entry('GET', '/a')], ['', '/v1']);
    expect(pathOf(router.route('GET', '/v1/a', ''))).toBe('/a');
    expect(pathOf(router.route('GET', '/a', ''))).toBe('/a');
    expect(createRouter([entry('GET', '/a')], ['/v1']).route('GET', '/a', '').kind).toBe('none');
  });
});

function pathOf(route: ReturnType<ReturnType<typeof createRouter>['route']>): string | undefined {
  return route.kind === 'operation' ? route.entry.path : undefined;
}

function filled(path: string): string {
  return path
    .replace(/\{.*?\}/g, 'z9')
    .split('/')
    .map(encodeURIComponent)
    .join('/');
}

/** The oracle: each segment as an anchored regular expression. */
function fits(path: string, request: string): boolean {
  const pattern = path
    .split('/')
    .map((part) =>
      part
        .split(/\{.*?\}/)
        .map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
        .join('[^/]+'),
    )
    .join('/');
  return new RegExp(`^${pattern}$`, 'u').test(request.split('/').map(decodeURIComponent).join('/'));
}
