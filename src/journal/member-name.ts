/**
 * The name of one of many instances of a system, as the journal has it: `desk#7`. What is claimed of the system holds of each.
 *
 * @param system - a name of the workspace
 * @param number - from 1
 */
export function memberName(system: string, number: number): string {
  return `${system}#${number}`;
}

/**
 * The system that a name in a journal is of: `desk` for `desk#7`, and for `desk`.
 *
 * @param name - of a consumer or a provider
 */
export function systemOfMember(name: string): string {
  return name.replace(/#\d+$/, '');
}

/**
 * Whether a name in a journal is that of a system, or of one of its instances.
 *
 * @param name - of a consumer or a provider
 * @param system - a name of the workspace, or of one instance
 */
export function isOfSystem(name: string | undefined, system: string): boolean {
  return name !== undefined && (name === system || (name.startsWith(`${system}#`) && systemOfMember(name) === system));
}
