import type { Finding } from '../../finding/finding.js';
import type { Contract, Specification } from '../contract.js';
import type { LoadedDocuments } from '../load-documents.js';
import { infoOf } from '../openapi/info.js';
import type { DocumentNode, Reading } from '../openapi/reading.js';
import { childNode } from '../openapi/reading.js';
import type { ChannelReading } from './channels.js';
import { channelItemsOf, channelsOf } from './channels.js';
import { withCloudEvents } from './cloud-events.js';
import { defaultContentTypeOf } from './messages.js';
import { byPlace, operationsOf, operationsOfChannels } from './operations.js';
import { declaredSchemes, requirementsOf } from './security.js';
import { serversOf } from './servers.js';
import { isVersion2 } from './version.js';

/**
 * The contract of an AsyncAPI document (2.0 to 3.1). Schemas stay unread where they stand; all else is small.
 *
 * @param file - its name
 * @param loaded - the document and all that its references lead to
 * @param specification - that it follows
 * @see https://www.asyncapi.com/docs/reference/specification/v3.0.0#A2SObject
 */
export function contractFromAsyncApi(file: string, loaded: LoadedDocuments, specification: Specification): Contract {
  const { root, texts } = loaded;
  const defects: Finding[] = [...loaded.defects];
  const documents = withCloudEvents(loaded.documents);
  const reading: Reading = { documents, dialect: 'draft-07', specification, operation: undefined, defects };
  const node: DocumentNode = { value: root, uri: file, pointer: '' };
  const schemes = declaredSchemes(reading, node);
  const servers = serversOf(reading, node);
  for (const site of servers) requirementsOf(reading, childNode(site.node, 'security'), schemes);
  const context: ChannelReading = { reading, servers, defaultContentType: defaultContentTypeOf(reading, node) };
  const channels = [...(isVersion2(reading) ? channelItemsOf(context, node) : channelsOf(context, node))];
  const operating = { ...context, schemes, channels, channelsByPlace: byPlace(channels) };
  const eventOperations = isVersion2(reading) ? operationsOfChannels(operating) : operationsOf(operating, node);
  return {
    file,
    specification,
    ...infoOf(reading, node),
    basePaths: [''],
    operations: [],
    channels: channels.map(({ channel }) => channel),
    eventOperations,
    servers: servers.map(({ server }) => server),
    securitySchemes: schemes,
    defects,
    dialect: reading.dialect,
    root,
    documents,
    texts,
  };
}
