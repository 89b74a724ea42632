import type { Scope } from '../../aws/scope.ts';

/** Where an archive is: in the request, or in S3. */
export type CodeSource =
  | { readonly zip: Uint8Array }
  | { readonly bucket: string; readonly key: string };

/** Reads an object of S3; throws `LambdaError` when it cannot be had. */
export type ReadObject = (
  scope: Scope,
  object: { readonly bucket: string; readonly key: string },
) => Uint8Array;

/** The archive itself. */
export function archiveOf(scope: Scope, code: CodeSource, readObject: ReadObject): Uint8Array {
  return 'zip' in code ? code.zip : readObject(scope, code);
}
