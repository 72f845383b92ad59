import type { Finding } from '../../finding/finding.js';
import type { Contract } from '../contract.js';

/** Beyond this, the second opinion takes longer than it is worth. */
const MAX_ADVISED_CHARACTER_COUNT = 1_000_000;
const MAX_MESSAGE_COUNT = 3;
const ADVISED: ReadonlySet<string> = new Set(['2.0', '3.0', '3.1']);

/**
 * What `@apidevtools/swagger-parser` says of a document by the specification's own schema: advice, never a verdict. Asked only for small
 * documents in one file, of the versions it knows.
 *
 * @param contract - is copied for it, since it writes into what it is given
 * @returns one finding, or none
 */
export async function adviceFindings(contract: Contract): Promise<readonly Finding[]> {
  const text = contract.texts.get(contract.file) ?? '';
  if (!ADVISED.has(contract.specification) || contract.texts.size > 1 || text.length > MAX_ADVISED_CHARACTER_COUNT) return [];
  const { default: SwaggerParser } = await import('@apidevtools/swagger-parser');
  try {
    await new SwaggerParser().validate(structuredClone(contract.root) as never, { resolve: { external: false } } as never);
    return [];
  } catch (error) {
    // It throws for whatever it finds, and for what it stumbles over; either is only advice.
    const messages = messagesOf(error);
    // A reference that leads nowhere ends its work, and we have said more about it already.
    if (messages[0]?.startsWith('Missing $ref pointer') === true) return [];
    const place = { file: contract.file, pointer: '' };
    return [
      {
        code: 'contract/schema-advice',
        severity: 'info',
        place,
        args: { messages: messages.slice(0, MAX_MESSAGE_COUNT), count: messages.length },
      },
    ];
  }
}

function messagesOf(error: unknown): readonly string[] {
  const details = (error as { readonly details?: unknown }).details;
  if (Array.isArray(details)) return [...new Set(details.map(messageOfDetail))];
  const [first = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  // It calls the document by its path, and was given none.
  return [first.replace('[object Object]', 'the document')];
}

function messageOfDetail(detail: unknown): string {
  const { instancePath, message } = detail as { readonly instancePath?: unknown; readonly message?: unknown };
  return `${String(instancePath ?? '')} ${String(message ?? '')}`.trim();
}
