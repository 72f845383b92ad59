/** @typedef {import('./load.js').Call} Call */
/** @typedef {{ readonly [member: string]: any }} Node - a part of an OpenAPI document, as parsed */

const METHODS = ['get', 'put', 'post', 'delete', 'patch'];

/**
 * One call for each of the first operations of a document, made from its examples where it has them.
 *
 * @param {Node} document - OpenAPI 3, in one file
 * @param {number} count - how many at most
 * @returns {readonly Call[]}
 */
export function callsOf(document, count) {
  const operations = Object.entries(document['paths']).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method] !== undefined).map((method) => callOf(document, { path, method, item })),
  );
  return operations.slice(0, count);
}

/**
 * @param {Node} document
 * @param {{ readonly path: string, readonly method: string, readonly item: Node }} operation
 * @returns {Call}
 */
function callOf(document, { path, method, item }) {
  const operation = item[method];
  const parameters = [...(item['parameters'] ?? []), ...(operation.parameters ?? [])].map((one) => followed(document, one));
  const valueNamed = (/** @type {string} */ name) =>
    parameterValue(
      document,
      parameters.find((one) => one.in === 'path' && one.name === name),
    );
  const query = parameters
    .filter((one) => one.in === 'query' && one.required)
    .map((one) => `${encodeURIComponent(one.name)}=${encodeURIComponent(parameterValue(document, one))}`);
  const target = path.replace(/\{([^}]+)\}/g, (_all, name) => encodeURIComponent(valueNamed(name)));
  const media = followed(document, operation.requestBody)?.content?.['application/json'];
  const call = { method: method.toUpperCase(), target: query.length === 0 ? target : `${target}?${query.join('&')}` };
  return media === undefined ? call : { ...call, body: JSON.stringify(exampleOf(document, media)) };
}

/**
 * @param {Node} document
 * @param {Node | undefined} parameter
 * @returns {string}
 */
function parameterValue(document, parameter) {
  const schema = followed(document, parameter?.['schema']);
  const named = followed(document, Object.values(parameter?.['examples'] ?? {})[0])?.value;
  const value = parameter?.['example'] ?? named ?? schema?.example ?? schema?.default ?? schema?.enum?.[0];
  if (value !== undefined) return String(value);
  return schema?.type === 'integer' || schema?.type === 'number' ? '1' : 'x';
}

/**
 * @param {Node} document
 * @param {Node} media
 */
function exampleOf(document, media) {
  const named = followed(document, Object.values(media['examples'] ?? {})[0]);
  return media['example'] ?? named?.value ?? {};
}

/**
 * @param {Node} document
 * @param {Node | undefined} node
 * @returns {Node | any}
 */
function followed(document, node) {
  const reference = node?.['$ref'];
  if (reference === undefined) return node;
  const tokens = reference.slice(2).split('/');
  return followed(
    document,
    tokens.reduce((/** @type {Node} */ inner, /** @type {string} */ token) => inner[token.replaceAll('~1', '/')], document),
  );
}
