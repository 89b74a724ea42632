import { awsSettings } from '../aws-environment.ts';
import type { Asked, Client, ErrorOutcome } from './client.ts';
import { loadSdk, type Sdk, type ServiceName } from './sdk-modules.ts';

/** The SDK for JavaScript. */
export function sdkForJavaScript(): Client {
  const loaded = new Map<string, Promise<Sdk>>();
  const sdkOf = (service: ServiceName, endpoint: string) => {
    const key = `${service} ${endpoint}`;
    const settings = { ...awsSettings(endpoint), maxAttempts: 1, forcePathStyle: true };
    const sdk = loaded.get(key) ?? loadSdk(service, settings);
    loaded.set(key, sdk);
    return sdk;
  };
  return {
    name: 'the SDK for JavaScript',
    hasErrorClasses: true,
    async ask(asked) {
      const sdk = await sdkOf(asked.service, asked.endpoint);
      try {
        return { answer: (await plain(await answerOf(sdk, asked))) as Record<string, unknown> };
      } catch (error) {
        return { error: errorOf(error as SdkError) };
      }
    },
    async [Symbol.asyncDispose]() {
      for (const sdk of loaded.values()) (await sdk).client.destroy();
    },
  };
}

async function answerOf(sdk: Sdk, { operation, input, pages }: Asked): Promise<object> {
  const { client } = sdk;
  if (pages) {
    const found: unknown[] = [];
    const config = { client, pageSize: pages.size };
    // Paginators write their tokens into what they are given.
    const given = { ...input };
    for await (const page of sdk.paginator(operation)(config, given))
      found.push(...((page as Record<string, unknown[] | undefined>)[pages.of] ?? []));
    return { [pages.of]: found };
  }
  const { $metadata: _, ...answer } = (await client.send(sdk.command(operation, input))) as {
    $metadata: object;
    EventStream?: AsyncIterable<{ SubscribeToShardEvent?: { Records?: unknown[] } }>;
  };
  if (!answer.EventStream) return answer;
  // Of a subscription, the answer is the first event with records.
  for await (const { SubscribeToShardEvent: event } of answer.EventStream)
    if (event?.Records?.length) return event;
  return {};
}

interface SdkError extends Error {
  readonly $metadata?: object;
  /** The code of old, of services that have spoken another protocol before. */
  readonly Code?: string;
  readonly Error?: { readonly Code?: string };
}

function errorOf(error: SdkError): ErrorOutcome {
  // What the service did not say is a defect, here or in the script.
  if (!error.$metadata) throw error;
  const className = error.constructor.name;
  const isModelled = !className.endsWith('ServiceException');
  return {
    code: error.Error?.Code ?? error.Code ?? error.name,
    message: error.message,
    ...(isModelled && { modelled: className }),
  };
}

/** What JSON can tell: bytes, streams of them included, as Base64, and times as ISO 8601. */
async function plain(value: unknown): Promise<unknown> {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return Promise.all(value.map(plain));
  if (typeof value !== 'object' || value === null) return value;
  if ('transformToByteArray' in value)
    return plain(await (value.transformToByteArray as () => Promise<Uint8Array>)());
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  const plainEntries = entries.map(async ([name, part]) => [name, await plain(part)]);
  return Object.fromEntries(await Promise.all(plainEntries));
}
