/**
 * What a request or a response looks like, as data: one table gives the types, the validation with
 * AWS's own error texts, and the reading and writing in each protocol. Names and constraints are
 * those of the service's public API model.
 */
export interface Constraints {
  /** Least length of text, blob or list; least value of a number. */
  readonly min?: number;
  readonly max?: number;
  /** Source text of a regular expression that the whole text must match. */
  readonly pattern?: string;
  readonly enum?: readonly string[];
}

/**
 * Where a member of a REST request or response stands when it is not part of the JSON body.
 * `statusCode` is for responses alone: the member, an integer, is the HTTP status. `headers` is all
 * headers whose names begin as `as` says: the member is a map by the rests of their names.
 */
interface Location {
  readonly in?: 'path' | 'query' | 'header' | 'headers' | 'payload' | 'statusCode';
  /** Its name there: a header's, a query parameter's, that of a form's parameter or of XML. */
  readonly as?: string;
}

/** What a value looks like in the forms and the XML of the query protocol. JSON knows nothing of it. */
interface QueryForm {
  /**
   * The elements of a list or a map stand side by side under its name, `Name.1`, `Name.2`, and not
   * inside of it, `Name.member.1` or `Name.entry.1`.
   */
  readonly flattened?: true;
  /** What a map calls the key and the value of an entry, when not `key` and `value`. */
  readonly keyAs?: string;
  readonly valueAs?: string;
  /** A text that the form may lack: the path that the form was sent to stands for it. */
  readonly orPath?: true;
  /** An output without members that stands in its element nevertheless, as clients expect of some. */
  readonly isWrapped?: true;
}

interface Traits extends Constraints, Location, QueryForm {}

type Scalar<Type extends string> = Traits & { readonly type: Type };
export type StringShape = Scalar<'string'>;
export type IntegerShape = Scalar<'integer'>;
export type DoubleShape = Scalar<'double'>;
export type BooleanShape = Scalar<'boolean'>;
/** Bytes: Base64 text in JSON, a byte string in CBOR, the body itself as a REST payload. */
export type BlobShape = Scalar<'blob'>;
/** A point in time; in the handlers always milliseconds since the Unix epoch. */
export type TimestampShape = Scalar<'timestamp'>;
export interface ListShape<Member = Shape> extends Traits {
  readonly type: 'list';
  readonly member: Member;
}
export interface MapShape<Item = Shape> extends Traits {
  readonly type: 'map';
  readonly key: StringShape;
  readonly value: Item;
}
export interface Members {
  readonly [name: string]: Shape & { readonly required?: boolean };
}
export interface StructureShape<M = Members> extends Location, QueryForm {
  readonly type: 'structure';
  readonly members: M;
}
export type Shape =
  | StringShape
  | IntegerShape
  | DoubleShape
  | BooleanShape
  | BlobShape
  | TimestampShape
  | ListShape
  | MapShape
  | StructureShape;

type RequiredNames<M> = {
  [Name in keyof M]: M[Name] extends { readonly required: true } ? Name : never;
}[keyof M];

/** The type of the values that a shape describes; unknown where only "some shape" is known. */
export type Infer<S> = Shape extends S ? unknown : InferKnown<S>;

type InferKnown<S> = S extends { readonly type: 'string' }
  ? string
  : S extends { readonly type: 'integer' | 'double' | 'timestamp' }
    ? number
    : S extends { readonly type: 'boolean' }
      ? boolean
      : S extends { readonly type: 'blob' }
        ? Uint8Array
        : S extends { readonly type: 'list'; readonly member: infer Member }
          ? Infer<Member>[]
          : S extends { readonly type: 'map'; readonly value: infer Item }
            ? Record<string, Infer<Item>>
            : S extends { readonly type: 'structure'; readonly members: infer M }
              ? { [Name in RequiredNames<M>]: Infer<M[Name]> } & {
                  [Name in Exclude<keyof M, RequiredNames<M>>]?: Infer<M[Name]> | undefined;
                }
              : never;

export const string = (traits: Traits = {}): StringShape => ({ type: 'string', ...traits });
export const integer = (traits: Traits = {}): IntegerShape => ({ type: 'integer', ...traits });
export const double = (traits: Traits = {}): DoubleShape => ({ type: 'double', ...traits });
export const boolean = (traits: Traits = {}): BooleanShape => ({ type: 'boolean', ...traits });
export const blob = (traits: Traits = {}): BlobShape => ({ type: 'blob', ...traits });
export const timestamp = (traits: Traits = {}): TimestampShape => ({
  type: 'timestamp',
  ...traits,
});
export const list = <Member extends Shape>(
  member: Member,
  traits: Traits = {},
): ListShape<Member> => ({ type: 'list', member, ...traits });
export const map = <Item extends Shape>(value: Item, traits: Traits = {}): MapShape<Item> => ({
  type: 'map',
  key: string(),
  value,
  ...traits,
});
export const structure = <const M extends Members>(
  members: M,
  traits: Location = {},
): StructureShape<M> => ({ type: 'structure', members, ...traits });

/** The output without members of an operation whose API model has one. */
export const emptyResult = { ...structure({}), isWrapped: true } as const;

/** Marks a member that a request must have. */
export const required = <S extends Shape>(shape: S): S & { readonly required: true } => ({
  ...shape,
  required: true,
});
