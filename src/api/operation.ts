import type { AwsError } from '../aws/aws-error.ts';
import type { Scope } from '../aws/scope.ts';
import type { JsonReader } from '../wire/aws-json.ts';
import type { Body, BodyInSteps, Memory } from '../wire/message.ts';
import type { Infer, StructureShape } from '../wire/shape.ts';
import type { ValidationWords } from '../wire/validate.ts';

/** What a handler knows of the request besides its input. */
export interface RequestContext {
  readonly scope: Scope;
  /** With which the request is signed; absent when it is not signed. */
  readonly accessKeyId?: string | undefined;
  readonly requestId: string;
  /** Where the caller reached this endpoint, for example `http://127.0.0.1:4566`. */
  readonly endpoint: string;
  /** The caller's `User-Agent` header, or ''. */
  readonly userAgent: string;
  /** For what is needed until the answer has left, and no longer. */
  readonly memory?: Memory | undefined;
  /** Aborted when the caller goes away or the server stops. */
  readonly signal: AbortSignal;
}

/** One operation of a service: its name, what goes in and comes out, and what it does. */
export interface Operation<
  Domain,
  Input extends StructureShape = StructureShape,
  Output extends StructureShape = StructureShape,
> {
  /** AWS's name for it: `PutRecords`. */
  readonly name: string;
  readonly input: Input;
  readonly output: Output;
  /**
   * REST protocols only: `GET /2015-03-31/functions/{FunctionName}`, and the status of success. In
   * `rest-xml` the path is `/`, `/{Bucket}` or `/{Bucket}/{Key+}`, and may have parameters that must
   * be there: `/{Bucket}?list-type=2`, or `?uploads` for whatever value; so may a header.
   */
  readonly http?: {
    readonly method: string;
    readonly path: string;
    /** In lower case. */
    readonly header?: string;
    readonly status?: number;
  };
  /** Reads the input from JSON, in place of what follows from its shape; undefined where it cannot. */
  readonly readJson?: JsonReader;
  /** Writes the output as JSON, in place of what follows from its shape; must say the same. */
  readonly writeJson?: (output: Infer<Output>) => Body | BodyInSteps;
  /**
   * The events that an answer goes on with, by their types. `handle` then answers `AnswerEvents`,
   * which end with the signal of its context.
   */
  readonly events?: Readonly<Record<string, StructureShape>>;
  handle(
    domain: Domain,
    input: Infer<Input>,
    context: RequestContext,
  ): Infer<Output> | Promise<Infer<Output>>;
}

/** Defines an operation; the types of the handler's input and output follow from its shapes. */
export function operation<Domain>() {
  return <Input extends StructureShape, Output extends StructureShape>(
    definition: Operation<Domain, Input, Output>,
  ): Operation<Domain, Input, Output> => definition;
}

/** The events of an answer as they come, each with its type. What they throw ends the answer. */
export type AnswerEvents = AsyncIterable<readonly [type: string, event: unknown]>;

/** How a service speaks. */
export type Protocol =
  | { readonly name: 'aws-json'; readonly version: '1.0' | '1.1'; readonly targetPrefix: string }
  /** The same in CBOR. */
  | { readonly name: 'aws-cbor'; readonly targetPrefix: string }
  | { readonly name: 'rpc-v2-cbor'; readonly serviceName: string }
  | { readonly name: 'rest-json' }
  | { readonly name: 'rest-xml'; readonly xmlNamespace: string }
  | {
      readonly name: 'query';
      readonly apiVersion: string;
      readonly xmlNamespace: string;
      /** Texts of errors, by their older codes, that differ from those of its other protocols. */
      readonly errorTexts?: Readonly<Record<string, string>>;
    };

/** A service, ready to be listened for: its operations bound to their domain. */
export interface Service {
  /** The name in a signature's scope and in ARNs: `kinesis`, `lambda`, `logs`. */
  readonly signingName: string;
  /** What it understands; the marks of a request tell which of them the client speaks. */
  readonly protocols: readonly Protocol[];
  readonly operations: readonly BoundOperation[];
  /** What it says otherwise than others of an input that breaks the shape of an operation. */
  readonly validationWords?: ValidationWords;
  /** How large a request may be, where that is not what the gateway allows in general. */
  readonly maxBodyBytes?: number;
  /** Maps what the domain threw; undefined for what it does not know (a defect: answered as 500). */
  toAwsError(error: unknown): AwsError | undefined;
}

/** An operation with its domain already in place. */
export interface BoundOperation extends Omit<Operation<unknown>, 'handle'> {
  handle(input: unknown, context: RequestContext): Promise<unknown>;
}

/** Puts the domain into each operation. */
export function bind<Domain>(
  domain: Domain,
  // biome-ignore lint/suspicious/noExplicitAny: each operation has input and output of its own
  operations: readonly Operation<Domain, any, any>[],
): BoundOperation[] {
  return operations.map((definition) => ({
    ...definition,
    handle: async (input: unknown, context: RequestContext) =>
      definition.handle(domain, input as never, context),
  }));
}
