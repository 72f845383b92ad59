/** A number as `digits × 10^exponent`, exactly as JSON writes it. */
interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

/**
 * Whether the value is a whole number of steps, counted in decimals: 0.3 is a multiple of 0.1, though their binary forms are not.
 *
 * @param value - any finite number
 * @param step - above zero
 * @see https://json-schema.org/draft/2020-12/json-schema-validation#section-6.2.1
 */
export function isMultipleOf(value: number, step: number): boolean {
  if (Number.isSafeInteger(value) && Number.isSafeInteger(step)) return value % step === 0;
  const ratio = value / step;
  if (Number.isFinite(ratio) && Math.abs(ratio) < 1e9 && Math.abs(ratio - Math.round(ratio)) > 1e-3) return false;
  const first = decimalFromNumber(value);
  const second = decimalFromNumber(step);
  const exponent = Math.min(first.exponent, second.exponent);
  return (first.digits * 10n ** BigInt(first.exponent - exponent)) % (second.digits * 10n ** BigInt(second.exponent - exponent)) === 0n;
}

/**
 * The number of decimals that JSON would write: 2 for 0.25, -3 never (0 for whole numbers).
 *
 * @param value - any finite number
 */
export function decimalCount(value: number): number {
  return Math.max(0, -decimalFromNumber(value).exponent);
}

function decimalFromNumber(value: number): Decimal {
  const [mantissa = '0', power = '0'] = value.toString().split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  return { digits: BigInt(whole + fraction), exponent: Number(power) - fraction.length };
}
