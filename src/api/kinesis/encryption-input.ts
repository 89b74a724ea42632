import { type Infer, required, structure } from '../../wire/shape.ts';
import { invalidArgument } from './named-stream.ts';
import { encryptionType, keyId, streamMembers } from './shapes.ts';

/** What starting and stopping the encryption of a stream take. */
export const encryptionInput = structure({
  ...streamMembers,
  EncryptionType: required(encryptionType),
  KeyId: required(keyId),
});

/** The model has NONE too, and the API reference says that KMS is the only valid value. */
export function refuseNone({ EncryptionType: type }: Infer<typeof encryptionInput>): void {
  if (type !== 'KMS') throw invalidArgument(`EncryptionType ${type} is not valid here; KMS is.`);
}
