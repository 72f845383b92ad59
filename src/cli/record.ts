import type { CommandInput, ExitCode } from './command.js';
import { textOption } from './option-values.js';

/** `mortise record`. */
export async function runRecord(input: CommandInput): Promise<ExitCode> {
  const { options } = input;
  if (textOption(options, 'replay') !== undefined) return (await import('./record-replay.js')).replayRecording(input);
  if (textOption(options, 'from') !== undefined) return (await import('./record-from.js')).recordFrom(input);
  return (await import('./record-session.js')).recordSession(input);
}
