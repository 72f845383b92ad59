import { InputError } from '../../src/base/errors.js';
import type { DocumentPort } from '../../src/contract/document-port.js';

/** A port that knows only these texts, by file. */
export function textPort(texts: Readonly<Record<string, string>>): DocumentPort {
  return {
    readText: async (file) => {
      const text = Object.hasOwn(texts, file) ? texts[file] : undefined;
      if (text === undefined) throw new InputError({ code: 'E_FILE_NOT_FOUND', at: { file } });
      return text;
    },
  };
}
