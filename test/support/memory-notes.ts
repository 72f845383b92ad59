import type { HttpRequest, HttpResponse } from '../../src/wire/http-message.js';
import { bodyText, empty, json } from './memory-ports.js';

/** A small contract with all that lanes, captures and shrinking need. */
export const NOTES_CONTRACT = `
openapi: 3.1.0
info: { title: Notes, version: '1' }
paths:
  /notes:
    get:
      operationId: listNotes
      parameters:
        - { name: limit, in: query, schema: { type: integer, minimum: 1, maximum: 50 } }
        - { name: order, in: query, schema: { enum: [asc, desc] } }
      responses:
        '200': { description: All, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Note' } } } } }
        '400': { description: Refused }
    post:
      operationId: createNote
      requestBody:
        required: true
        content:
          application/json:
            schema: { $ref: '#/components/schemas/NewNote' }
            example: { text: hello, stars: 3 }
      responses:
        '201': { description: Made, content: { application/json: { schema: { $ref: '#/components/schemas/Note' } } } }
        '400': { description: Refused }
        '415': { description: Refused }
  /notes/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: integer, minimum: 1 } }]
    get:
      operationId: getNote
      responses:
        '200': { description: One, content: { application/json: { schema: { $ref: '#/components/schemas/Note' } } } }
        '400': { description: Refused }
        '404': { description: None }
    delete:
      operationId: deleteNote
      responses: { '204': { description: Gone }, '400': { description: Refused }, '404': { description: None } }
components:
  schemas:
    NewNote:
      type: object
      required: [text]
      additionalProperties: false
      properties:
        text: { type: string, maxLength: 30 }
        stars: { type: integer, minimum: 0, maximum: 5 }
        tags: { type: array, items: { type: string, maxLength: 10 }, maxItems: 3 }
    Note:
      type: object
      required: [id, text]
      properties: { id: { type: integer }, text: { type: string }, stars: { type: integer } }
`;

/** A provider as a function. */
export type Provider = (request: HttpRequest) => HttpResponse | undefined;

/** What is done differently, before the correct provider is asked; `undefined` leaves it to that. */
export type NotesFault = (request: HttpRequest, note: Readonly<Record<string, unknown>> | undefined) => HttpResponse | undefined;

/** A provider that keeps the contract, but for the planted fault. */
export function notesProvider(fault: NotesFault = () => undefined): Provider {
  const notes = new Map<number, object>();
  let lastId = 0;
  const create = (request: HttpRequest): HttpResponse => {
    if (headerOf(request, 'content-type') !== 'application/json') return empty(415);
    const note = noteFrom(bodyText(request));
    if (note === undefined) return empty(400);
    const deviation = fault(request, note);
    if (deviation !== undefined) return deviation;
    lastId += 1;
    notes.set(lastId, { id: lastId, ...note });
    return json(201, notes.get(lastId), ['location', `/notes/${lastId}`]);
  };
  return (request) => {
    const [path = '', query = ''] = request.target.split('?', 2);
    if (path === '/notes' && request.method === 'POST') return create(request);
    const deviation = fault(request, undefined);
    if (deviation !== undefined) return deviation;
    if (path === '/notes') {
      if (request.method !== 'GET') return empty(405, ['allow', 'GET, POST']);
      return isQuery(new URLSearchParams(query)) ? json(200, [...notes.values()]) : empty(400);
    }
    if (!/^\/notes\/[^/]+$/.test(path)) return empty(404);
    if (request.method !== 'GET' && request.method !== 'DELETE') return empty(405, ['allow', 'GET, DELETE']);
    const text = decodeURIComponent(path.slice('/notes/'.length));
    if (!/^[1-9]\d*$/.test(text)) return empty(400);
    const note = notes.get(Number(text));
    if (note === undefined) return empty(404);
    if (request.method === 'GET') return json(200, note);
    notes.delete(Number(text));
    return empty(204);
  };
}

function noteFrom(text: string): Readonly<Record<string, unknown>> | undefined {
  let note: unknown;
  try {
    note = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof note !== 'object' || note === null || Array.isArray(note)) return undefined;
  const { text: said, stars, tags, ...rest } = note as Record<string, unknown>;
  const isText = typeof said === 'string' && [...said].length <= 30;
  const isStars = stars === undefined || (Number.isInteger(stars) && Number(stars) >= 0 && Number(stars) <= 5);
  const isTags =
    tags === undefined ||
    (Array.isArray(tags) && tags.length <= 3 && tags.every((tag) => typeof tag === 'string' && [...tag].length <= 10));
  return isText && isStars && isTags && Object.keys(rest).length === 0 ? (note as Record<string, unknown>) : undefined;
}

function isQuery(query: URLSearchParams): boolean {
  const limit = query.get('limit');
  const order = query.get('order');
  const isLimit = limit === null || (/^\d+(?:\.0+)?$/.test(limit) && Number(limit) >= 1 && Number(limit) <= 50);
  return (
    isLimit &&
    (order === null || order === 'asc' || order === 'desc') &&
    query.getAll('limit').length < 2 &&
    query.getAll('order').length < 2
  );
}

function headerOf({ headers }: HttpRequest, name: string): string | undefined {
  const index = headers.findIndex((part, place) => place % 2 === 0 && part.toLowerCase() === name);
  return index === -1 ? undefined : headers[index + 1];
}
