/** The hash that was signed; clients may sign instead that there is none, or that it comes later. */
export function sha256Of(text: string | undefined): Uint8Array | undefined {
  return text !== undefined && /^[0-9a-f]{64}$/.test(text) ? Buffer.from(text, 'hex') : undefined;
}
