import type { ParameterLocation, ParameterStyle } from '../contract.js';
import type { DocumentNode, Reading } from './reading.js';
import { reportDefect, textOf } from './reading.js';

/** @see https://spec.openapis.org/oas/v3.2.0.html#style-values */
const STYLES: Readonly<Record<ParameterLocation, readonly ParameterStyle[]>> = {
  path: ['simple', 'matrix', 'label'],
  query: ['form', 'spaceDelimited', 'pipeDelimited', 'deepObject'],
  header: ['simple'],
  cookie: ['form', 'cookie'],
  querystring: ['form'],
};

/**
 * The style a node names, or `undefined` when it names none, or, with a defect, one that its location does not have.
 *
 * @param reading - takes the defect
 * @param node - the `style` member
 * @param location - where the parameter stands
 */
export function styleOf(reading: Reading, node: DocumentNode, location: ParameterLocation): ParameterStyle | undefined {
  const text = textOf(reading, node);
  if (text === undefined) return undefined;
  const style = STYLES[location].find((candidate) => candidate === text);
  if (style === undefined)
    reportDefect(reading, 'contract/parameter-style', node, { style: text, in: location, allowed: STYLES[location] });
  return style;
}

/**
 * The style of a parameter that names none.
 *
 * @param location - where the parameter stands
 */
export function defaultStyle(location: ParameterLocation): ParameterStyle {
  return STYLES[location][0] ?? 'form';
}

/**
 * Whether a parameter that does not say so explodes.
 *
 * @param style - its style
 * @see https://spec.openapis.org/oas/v3.2.0.html#parameter-explode
 */
export function defaultExplode(style: ParameterStyle): boolean {
  return style === 'form' || style === 'cookie';
}
