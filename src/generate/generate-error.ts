/** What can be wrong with what was asked for; the person who typed it can put it right. */
export type GenerateErrorCode = 'TemplateInvalid' | 'SettingInvalid' | 'PutRefused';

/** The one error of this folder. */
export class GenerateError extends Error {
  readonly code: GenerateErrorCode;

  constructor(code: GenerateErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'GenerateError';
    this.code = code;
  }
}
