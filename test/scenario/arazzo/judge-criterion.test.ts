import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../src/base/json.js';
import { readCriterion } from '../../../src/scenario/arazzo/criterion.js';
import { judgeCriterion } from '../../../src/scenario/arazzo/judge-criterion.js';
import { contextWith } from '../../support/expression-context.js';

const XML = '<?xml version="1.0"?><a:order xmlns:a="urn:a"><a:item price="3">one</a:item><a:item price="9">two</a:item></a:order>';
const PLAIN_XML = '<order><item price="3">one</item></order>';

async function judged(criterion: JsonValue, body: JsonValue): Promise<boolean | string | undefined> {
  const problems: { readonly problem: string }[] = [];
  const read = readCriterion({ value: criterion, pointer: '', problems: problems as never });
  const [problem] = problems;
  if (problem !== undefined) return problem.problem;
  const verdict = await judgeCriterion(read, contextWith({ status: 200, body, inputs: { state: 'open', least: 5, secretToken: 'abc' } }));
  return verdict.holds || verdict.seen;
}

const of = (type: JsonValue, condition: string, context = '$response.body'): JsonValue => ({ type, condition, context });

describe('criteria', () => {
  it.each<[string, JsonValue, JsonValue, boolean | string]>([
    ['regex', of('regex', '^2\\d{2}$', '$statusCode'), {}, true],
    ['regex that does not match', of('regex', '^3', '$statusCode'), {}, 'no match'],
    ['regex with an expression in it', of('regex', '^{$inputs.state}ed$', '$response.body#/state'), { state: 'opened' }, true],
    ['regex of what is not there', of('regex', '.*', '$response.body#/none'), {}, '$response.body#/none has no value'],
    ['JSONPath', of('jsonpath', '$[?@.state=="open"]'), [{ state: 'open' }], true],
    ['JSONPath without a hit', of('jsonpath', '$[?@.state=="shut"]'), [{ state: 'open' }], 'nothing in $response.body'],
    ['JSONPath with an expression in it', of('jsonpath', '$[?@.state=="{$inputs.state}"]'), [{ state: 'open' }], true],
    ['JSONPath with a function', of('jsonpath', '$[?count(@.*) > 1]'), [{ a: 1, b: 2 }], true],
    ['JSONPath in a text that is JSON', of('jsonpath', '$.a'), '{"a":1}', true],
    ['JSONPath in a text that is none', of('jsonpath', '$.a'), 'a', 'the context is no JSON'],
    ['JSONPath by version', of({ type: 'jsonpath', version: 'rfc9535' }, '$.a'), { a: 0 }, true],
    ['XPath to a node', of('xpath', '/order/item'), PLAIN_XML, true],
    ['XPath to a truth', of('xpath', 'count(/order/item) > 1'), PLAIN_XML, 'nothing in $response.body'],
    ['XPath to a number', of('xpath', 'count(/order/item)'), PLAIN_XML, true],
    ['XPath to a text', of('xpath', 'string(/order/item/@price)'), PLAIN_XML, true],
    ['XPath with an expression in it', of('xpath', '/order/item[@price < {$inputs.least}]'), PLAIN_XML, true],
    ['XPath with the prefixes of the document', of('xpath', '/a:order/a:item[@price=9]'), XML, true],
    ['XPath by version', of({ type: 'xpath', version: 'xpath-10' }, '//item'), PLAIN_XML, true],
    ['XPath in JSON', of('xpath', '/a'), { a: 1 }, 'the context is no XML text'],
    [
      'simple, and what was seen',
      { condition: '$statusCode == 201 && $response.body#/n > 1' },
      { n: 1 },
      '$statusCode = 200, $response.body#/n = 1',
    ],
    [
      'simple, without the secret',
      { condition: '$inputs.secretToken == $statusCode' },
      {},
      '$inputs.secretToken = a text, $statusCode = 200',
    ],
    ['no context', { type: 'regex', condition: 'a' }, {}, 'a criterion of type "regex" needs a "context"'],
    ['a context that is no expression', of('jsonpath', '$.a', 'response.body'), {}, '"response.body" is no runtime expression'],
    ['an unknown type', of('glob', '*'), {}, 'a criterion is of type simple, regex, jsonpath or xpath'],
    ['an unknown version', of({ type: 'xpath', version: '1' }, '/a'), {}, 'xpath has the versions xpath-10, xpath-20, xpath-30, xpath-31'],
    ['a broken condition', { condition: '$statusCode ==' }, {}, 'the condition ends too early'],
    ['a missing condition', {}, {}, 'the key "condition" is missing'],
  ])('%s', async (_name, criterion, body, expected) => {
    expect(await judged(criterion, body)).toBe(expected);
  });

  it.each([
    [of('regex', '(', '$statusCode'), 'regular expression'],
    [of('jsonpath', '$[?'), 'JSONPath cannot be used'],
    [of('xpath', '///'), 'XPath cannot be used'],
  ])('what cannot be evaluated is not met', async (criterion, reason) => {
    expect(
      await judged(criterion, PLAIN_XML.startsWith('<') && (criterion as { type: string }).type === 'jsonpath' ? {} : PLAIN_XML),
    ).toContain(reason);
  });

  it('a regular expression that would take for ever is not met', async () => {
    expect(await judged(of('regex', '^(a|a|b?)*(\\1)$'), `${'a'.repeat(5_000)}!`)).not.toBe(true);
  });

  it('a document with entities of its own is not blown up', async () => {
    const bomb = '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><a>&c;</a>';
    expect(await judged(of('xpath', 'string-length(/a) > 50'), bomb)).not.toBe(true);
  });
});
