import type { JsonValue } from '../base/json.js';
import type { Finding } from '../finding/finding.js';
import type { Schema } from '../schema/schema.js';
import type { SecurityRequirement } from './security.js';

/** Where events flow. AsyncAPI 2.x, 3.x and plain schemas are brought to this one form where they are read. */
export interface Channel {
  /** The key in `channels` (3.x), the address as written (2.x), the name of the file (plain schemas). */
  readonly id: string;
  /** The template as written: `orders/{orderId}`; `undefined` when it is only known at run time (AsyncAPI 3 `address: null`). */
  readonly address: string | undefined;
  readonly parameters: readonly ChannelParameter[];
  /** All that may flow here, each once, in document order. */
  readonly messages: readonly Message[];
  /** Keys of `Contract.servers` it is available at; empty means at all of them. */
  readonly servers: readonly string[];
  /** By protocol (`kafka`, `ws`, `amqp`), as written. */
  readonly bindings: ReadonlyMap<string, JsonValue>;
  readonly file: string;
  readonly pointer: string;
}

export interface ChannelParameter {
  /** As in the address, without braces. */
  readonly name: string;
  readonly schema: Schema | undefined;
  /** Where a message says its value; `undefined` when it does not. */
  readonly location: MessageLocation | undefined;
  /** Values it may have and examples, as texts; AsyncAPI 3 `enum`, `default`, `examples`. */
  readonly examples: readonly string[];
  readonly file: string;
  readonly pointer: string;
}

/** What flows. Traits are applied. */
export interface Message {
  /** The key in `messages` (3.x), `messageId`, `name`, or the channel's id with a number: unique within the channel. */
  readonly id: string;
  readonly name: string | undefined;
  /** `application/json` unless the message or the document says otherwise. */
  readonly contentType: string;
  readonly payload: PayloadSchema;
  /** Of an object whose members are headers. */
  readonly headers: Schema | undefined;
  readonly correlationId: MessageLocation | undefined;
  /** Of the key that partitions and orders (Kafka binding); `undefined` when nothing is said. */
  readonly key: Schema | undefined;
  readonly examples: readonly MessageExample[];
  /** By protocol, as written. */
  readonly bindings: ReadonlyMap<string, JsonValue>;
  readonly deprecated: boolean;
  /** What is wrong with this message alone. */
  readonly defects: readonly Finding[];
  readonly file: string;
  readonly pointer: string;
}

/** What a payload must be. */
export type PayloadSchema =
  /** `undefined`: anything. */
  | { readonly kind: 'json-schema'; readonly schema: Schema | undefined }
  /** An Avro schema as data; binary or JSON encoding follows the content type. */
  | { readonly kind: 'avro'; readonly schema: JsonValue; readonly file: string; readonly pointer: string }
  /** A language we do not judge (`application/vnd.google.protobuf;version=3`); a finding of the message says so. */
  | { readonly kind: 'not-judged'; readonly format: string };

/** A value within a message: AsyncAPI runtime expression `$message.header#/…` or `$message.payload#/…`. */
export interface MessageLocation {
  readonly of: 'header' | 'payload';
  /** JSON pointer, `''` for the whole. */
  readonly pointer: string;
}

export interface MessageExample {
  readonly name: string;
  readonly payload: JsonValue | undefined;
  readonly headers: JsonValue | undefined;
  readonly file: string;
  readonly pointer: string;
}

/** What the system that offers the contract does with a channel. */
export interface EventOperation {
  /** The key in `operations` (3.x), `operationId`, or `send orders/{id}`; unique within the contract. */
  readonly id: string;
  /** Of the system described: `send` it publishes and others receive; AsyncAPI 2.x `subscribe` is `send`, `publish` is `receive`. */
  readonly action: 'send' | 'receive';
  readonly channel: Channel;
  /** Those of the channel's messages that it means; all of them unless it names some. */
  readonly messages: readonly Message[];
  readonly reply: EventReply | undefined;
  readonly security: readonly SecurityRequirement[];
  readonly bindings: ReadonlyMap<string, JsonValue>;
  readonly file: string;
  readonly pointer: string;
}

export interface EventReply {
  /** `undefined` when only the address at run time says it. */
  readonly channel: Channel | undefined;
  readonly address: MessageLocation | undefined;
  readonly messages: readonly Message[];
}

/** Where a broker is expected. */
export interface ContractServer {
  /** The key in `servers`. */
  readonly id: string;
  /** Variables filled with their defaults: `localhost:6379`. */
  readonly host: string;
  /** Lower case: `redis`, `amqp`, `kafka`, `mqtt`, `nats`, `ws`, `http`. */
  readonly protocol: string;
  readonly protocolVersion: string | undefined;
  readonly pathname: string;
  readonly pointer: string;
}
