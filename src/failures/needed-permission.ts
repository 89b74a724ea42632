/** Actions of IAM that are not called like the operation (service authorization reference). */
const ACTIONS: Readonly<Record<string, string>> = {
  Invoke: 'InvokeFunction',
  ListObjectsV2: 'ListBucket',
  // Without the second, S3 refuses what is not there as if it were forbidden.
  HeadObject: 'GetObject and s3:ListBucket',
  ChangeMessageVisibilityBatch: 'ChangeMessageVisibility',
};

/** What every client of the SDK has, whatever its service. */
interface AnyClient {
  readonly middlewareStack: { add(middleware: never, options: never): void };
}

type Next = (args: unknown) => Promise<unknown>;

/**
 * Lets each error of a client know which permission its request needs: AWS does not always say it,
 * and S3 never does.
 *
 * @param prefix of the service's actions, as in `sqs:ReceiveMessage`
 */
export function namingPermissions<Client extends AnyClient>(
  client: Client,
  prefix: string,
): Client {
  const middleware =
    (next: Next, { commandName = '' }: { readonly commandName?: string }): Next =>
    async (args) => {
      try {
        return await next(args);
      } catch (error) {
        const operation = commandName.replace(/Command$/, '');
        const neededPermission = `${prefix}:${ACTIONS[operation] ?? operation}`;
        throw Object.assign(error as Error, { neededPermission });
      }
    };
  const options = { step: 'initialize', name: 'namingPermissions' };
  client.middlewareStack.add(middleware as never, options as never);
  return client;
}

/** The permission that the request needed, with a word of it; '' for errors of other origin. */
export function permissionText(error: unknown): string {
  const { neededPermission, name } = error as { neededPermission?: string; name: string };
  if (name.startsWith('KMS'))
    return 'It needs kms:Decrypt of the key, to write kms:GenerateDataKey.';
  return neededPermission === undefined ? '' : `It needs the permission ${neededPermission}.`;
}
