import type { JsonObject, JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { valueAtPointer } from '../../base/json-pointer.js';
import type { Contract, Example, MediaType, Operation, OperationEntry, Parameter } from '../../contract/contract.js';
import { textFromUtf8 } from '../../journal/recorded-body.js';
import { sampleFromSchema } from '../../schema/sample.js';
import type { Schema } from '../../schema/schema.js';
import { buildRequest } from '../../wire/build-request.js';
import { shownSchema } from './shown-schema.js';

/**
 * What a list shows of an operation.
 *
 * @param contract - that has it
 */
export function briefOperation(contract: Contract, { id, method, path, pointer, tags }: OperationEntry): JsonObject {
  const written = valueAtPointer(contract.root, pointer);
  const summary = isJsonObject(written) && typeof written['summary'] === 'string' ? { summary: written['summary'] } : {};
  const deprecated = isJsonObject(written) && written['deprecated'] === true ? { deprecated: true } : {};
  return { id, method, path, tags: [...tags], ...summary, ...deprecated };
}

/**
 * All that a contract says of an operation, and a request that keeps it.
 *
 * @param contract - that has it
 * @param entry - one of its operations
 */
export function operationContract(contract: Contract, entry: OperationEntry): JsonObject {
  const operation = entry.read();
  const written = valueAtPointer(contract.root, entry.pointer);
  const description = isJsonObject(written) && typeof written['description'] === 'string' ? { description: written['description'] } : {};
  return {
    ...briefOperation(contract, entry),
    ...description,
    security: operation.security.map((requirement) => Object.fromEntries([...requirement].map(([name, scopes]) => [name, [...scopes]]))),
    schemes: schemesOf(contract, operation),
    parameters: operation.parameters.map(shownParameter),
    ...(operation.requestBody === undefined
      ? {}
      : {
          requestBody: {
            required: operation.requestBody.required,
            content: operation.requestBody.content.map((one) => shownContent(one, 'request')),
          },
        }),
    responses: operation.responses.map(({ status, description: text, headers, content }) => ({
      status,
      description: text,
      headers: headers.map(({ name, required, form }) => {
        const schema = form.kind === 'style' ? form.schema : form.mediaType.schema;
        return { name, required, ...(schema === undefined ? {} : { schema: shownSchema(schema) }) };
      }),
      content: content.map((one) => shownContent(one, 'response')),
    })),
    defects: operation.defects.length,
    request: sampleRequest(contract, operation),
    // As it was written, with its references.
    ...(written === undefined ? {} : { written }),
    place: `${operation.file}#${operation.pointer}`,
  };
}

/** Which credentials a call needs, by the names that its security gives them. */
function schemesOf({ securitySchemes }: Contract, { security }: Operation): JsonObject {
  const names = new Set(security.flatMap((requirement) => [...requirement.keys()]));
  return Object.fromEntries(
    [...names].flatMap((name) => {
      const scheme = securitySchemes.get(name);
      if (scheme === undefined) return [];
      const { kind } = scheme;
      const where = kind === 'apiKey' ? { in: scheme.in, name: scheme.name } : kind === 'http' ? { scheme: scheme.scheme } : {};
      return [[name, { kind, ...where }]];
    }),
  );
}

function shownParameter(parameter: Parameter): JsonObject {
  const { name, required, deprecated, form, examples } = parameter;
  const schema = schemaOf(parameter);
  const sample = sampleOf(parameter);
  return {
    name,
    in: parameter.in,
    required,
    ...(deprecated ? { deprecated } : {}),
    ...(form.kind === 'style' ? { style: form.style } : {}),
    ...(schema === undefined ? {} : { schema: shownSchema(schema) }),
    ...(sample === undefined ? {} : { sample }),
    examples: examples.flatMap(shownExample),
  };
}

function schemaOf({ form }: Parameter): Schema | undefined {
  return form.kind === 'style' ? form.schema : form.mediaType.schema;
}

function shownContent({ name, schema, examples, ...media }: MediaType, direction: 'request' | 'response'): JsonObject {
  const sample = examples.find(({ value }) => value !== undefined)?.value ?? fixedValue(schema ?? media.itemSchema, direction);
  return {
    mediaType: name,
    ...(schema === undefined ? {} : { schema: shownSchema(schema) }),
    ...(media.itemSchema === undefined ? {} : { itemSchema: shownSchema(media.itemSchema) }),
    ...(sample === undefined ? {} : { sample }),
    examples: examples.flatMap(shownExample),
  };
}

function shownExample({ name, value, serialized }: Example): readonly JsonObject[] {
  const shown = value ?? serialized;
  return shown === undefined ? [] : [{ name, value: shown }];
}

function sampleOf(parameter: Parameter): JsonValue | undefined {
  return parameter.examples.find(({ value }) => value !== undefined)?.value ?? fixedValue(schemaOf(parameter), 'request');
}

function fixedValue(schema: Schema | undefined, direction: 'request' | 'response'): JsonValue | undefined {
  const sample = schema === undefined ? undefined : sampleFromSchema(schema, { direction });
  return sample?.kind === 'value' ? sample.value : undefined;
}

/** With what has to be there; what need not be is for the person to add. */
function sampleRequest({ basePaths }: Contract, operation: Operation): JsonObject {
  const parameters = new Map(
    operation.parameters.flatMap((parameter) => {
      const value = parameter.required ? sampleOf(parameter) : undefined;
      return value === undefined ? [] : [[`${parameter.in}:${parameter.name}`, value] as const];
    }),
  );
  const [mediaType] = operation.requestBody?.content ?? [];
  const value =
    mediaType === undefined
      ? undefined
      : (mediaType.examples.find((one) => one.value !== undefined)?.value ?? fixedValue(mediaType.schema, 'request'));
  const { method, target, headers, body } = buildRequest(operation, {
    parameters,
    ...(mediaType === undefined || value === undefined ? {} : { body: { mediaType, value } }),
    basePath: basePaths[0] ?? '',
  });
  const text = body === undefined ? undefined : textFromUtf8(body);
  return { method, target, headers: [...headers], ...(text === undefined ? {} : { body: text }) };
}
