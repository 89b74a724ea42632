import type { Sessions } from '../../sts/sessions.ts';
import { integer, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { credentials, serialNumber, writeCredentials } from './session-shapes.ts';

/** Source: GetSessionToken API reference. */
const USUAL_SECONDS = 43_200;

/** A code of a device is taken as right: there are no devices here. */
export const getSessionToken = operation<Sessions>()({
  name: 'GetSessionToken',
  input: structure({
    DurationSeconds: integer({ min: 900, max: 129_600 }),
    SerialNumber: serialNumber,
    TokenCode: string({ min: 6, max: 6, pattern: '[\\d]*' }),
  }),
  output: structure({ Credentials: credentials }),
  async handle(sessions, { DurationSeconds: seconds = USUAL_SECONDS }, { scope, accessKeyId }) {
    const given = await sessions.sessionToken(scope, { accessKeyId, seconds });
    return { Credentials: writeCredentials(given) };
  },
});
