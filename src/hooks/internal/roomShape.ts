import type { SendOptions } from '../../core/internals.js';
import type { AttributeMap } from '../../protocol/rooms.js';
import type { RoomLogItem, RoomMessage } from '../../store/state.js';
import type { SchemaInput, SchemaOutput, StandardSchema } from './standardSchema.js';

/**
 * How one attribute is declared. Alone, a schema means the codec `text`: the attribute's text goes into it. With
 * `codec: 'json'` the text is parsed first, and written as JSON.
 * @public
 */
export type AttributeDeclaration =
  StandardSchema | { readonly schema: StandardSchema; readonly codec: 'text' | 'json' };

/**
 * What is in a room, as `defineRoom` takes it. A part that is left out is not typed: attributes are text, messages are
 * `unknown`.
 * @public
 */
export interface RoomShape {
  /** Attributes of the room, by name. */
  readonly attributes?: Readonly<Record<string, AttributeDeclaration>> | undefined;
  /** Attributes of each member, by name. */
  readonly userAttributes?: Readonly<Record<string, AttributeDeclaration>> | undefined;
  /** Content of messages, by their `type`. */
  readonly messages?: Readonly<Record<string, StandardSchema>> | undefined;
}

/** The shape of a room without a declaration. @public */
export interface Untyped {
  readonly attributes?: undefined;
  readonly userAttributes?: undefined;
  readonly messages?: undefined;
}

/** A part of a shape, or undefined where it is left out. @public */
export type PartOf<Shape extends RoomShape, Part extends keyof RoomShape> = Part extends keyof Shape
  ? Shape[Part]
  : undefined;

type At<Declarations, Name> = Name extends keyof NonNullable<Declarations>
  ? NonNullable<Declarations>[Name]
  : never;

type SchemaOf<Declaration> = Declaration extends { readonly schema: infer Schema } ? Schema : Declaration;

/** Attributes as hooks return them. @public */
export type AttributesOf<Declarations> = [Declarations] extends [undefined]
  ? AttributeMap
  : {
      readonly [Name in keyof NonNullable<Declarations>]?: SchemaOutput<
        SchemaOf<NonNullable<Declarations>[Name]>
      >;
    };

/** Attributes as actions take them. @public */
export type AttributesInput<Declarations> = [Declarations] extends [undefined]
  ? AttributeMap
  : {
      readonly [Name in keyof NonNullable<Declarations>]?: SchemaInput<
        SchemaOf<NonNullable<Declarations>[Name]>
      >;
    };

/** Names of what is declared; any text where nothing is. @public */
export type NameOf<Declarations> = [Declarations] extends [undefined]
  ? string
  : keyof NonNullable<Declarations> & string;

/**
 * An attribute whose value does not fit its declaration; it is missing in `attributes`.
 * @public
 */
export interface InvalidAttribute {
  readonly key: string;
  /** The text as it was written. */
  readonly value: string;
  /** What the schema objects to. */
  readonly message: string;
}

/** A message as hooks return it: where messages are declared, `type` tells the types of `data` apart. @public */
export type MessageOf<Declarations> = [Declarations] extends [undefined]
  ? RoomMessage
  : {
      [Type in NameOf<Declarations>]: Omit<RoomMessage, 'type' | 'data'> & {
        readonly type: Type;
        readonly data: SchemaOutput<At<Declarations, Type>>;
      };
    }[NameOf<Declarations>];

/** A row of a message log as hooks return it. @public */
export type LogItemOf<Declarations> = MessageOf<Declarations> | Exclude<RoomLogItem, RoomMessage>;

/** Sends a message; where messages are declared, `type` is one of theirs and `data` fits it. @public */
export type SendOf<Declarations> = [Declarations] extends [undefined]
  ? (data: unknown, options?: SendOptions) => Promise<void>
  : <Type extends NameOf<Declarations>>(
      data: SchemaInput<At<Declarations, Type>>,
      options: SendOptions & { type: Type },
    ) => Promise<void>;

/**
 * A message whose content does not fit its declaration, or whose type is not declared; it is missing in `messages`.
 * @public
 */
export interface InvalidMessage {
  readonly id: string;
  readonly type: string;
  /** What the schema objects to. */
  readonly message: string;
}
