import { expect, test } from 'vitest';
import { ManualClock } from '../../clock/manual-clock.ts';
import { KinesisError } from '../../kinesis/kinesis-error.ts';
import { Streams } from '../../kinesis/streams.ts';
import { Events } from '../../observe/events.ts';
import { seededRandom } from '../../random/random.ts';
import { MemoryStore } from '../../store/memory-store.ts';
import { kinesisService } from './service.ts';

const options = { clock: new ManualClock(), events: new Events(), random: seededRandom(1) };
const service = kinesisService(new Streams({ store: new MemoryStore(), ...options }));

test('the service speaks JSON 1.1 and CBOR under the name that its clients use', () => {
  expect(service.signingName).toBe('kinesis');
  const targetPrefix = 'Kinesis_20131202';
  expect(service.protocols).toEqual([
    { name: 'aws-json', version: '1.1', targetPrefix },
    { name: 'aws-cbor', targetPrefix },
  ]);
  const names = service.operations.map(({ name }) => name);
  expect(names).toEqual([...new Set(names)].sort());
});

test('what the domain cannot mean is no error of AWS', () => {
  expect(service.toAwsError(new TypeError('x'))).toBeUndefined();
  expect(service.toAwsError(new KinesisError('ForeignData', 'x'))).toBeUndefined();
});
