/**
 * Why code cannot be made ready:
 * - `TemplateMissing`: there is no template where one was named
 * - `CodeMissing`: the path that the template names is not there, or no folder
 * - `CodeOutside`: a handler or entry point leaves the folder that the template names
 * - `CodeUnsupported`: an archive, or a build method that only `sam build` knows
 * - `HandlerMissing`: no file in which the handler could be
 * - `BuildFailed`: esbuild found mistakes; the message has their places
 */
export type CodeErrorCode =
  | 'TemplateMissing'
  | 'CodeMissing'
  | 'CodeOutside'
  | 'CodeUnsupported'
  | 'HandlerMissing'
  | 'BuildFailed';

/** The code of a function, or its template, is not as it must be to be run; its author can tell. */
export class CodeError extends Error {
  readonly code: CodeErrorCode;

  constructor(code: CodeErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CodeError';
    this.code = code;
  }
}
