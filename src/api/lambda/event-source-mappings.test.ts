import { beforeEach, describe, expect, test } from 'vitest';
import {
  FakeWorld,
  SCOPE,
  STREAM_ARN,
  settle,
} from '../../event-source-mapping/fake-world.suite.ts';
import type { ControlPlane } from '../../lambda/control/control-plane.ts';
import { seededRandom } from '../../random/random.ts';
import { caller } from '../operation.suite.ts';
import { lambdaService } from './service.ts';

const FUNCTION_ARN = 'arn:aws:lambda:us-east-1:000000000000:function:consumer';
const NEVER = '00000000-0000-4000-8000-000000000000';

let world: FakeWorld;
let call: ReturnType<typeof caller>;
beforeEach(() => {
  world = new FakeWorld();
  const { mappings } = world;
  const random = seededRandom(1);
  const withIds = { mappings, newId: () => random.uuid() };
  const lambda = {} as ControlPlane; // no function is asked for
  call = caller(lambdaService(lambda, withIds), { scope: SCOPE });
});

const create = (more: object = {}) =>
  call('CreateEventSourceMapping', {
    EventSourceArn: STREAM_ARN,
    StartingPosition: 'TRIM_HORIZON',
    FunctionName: 'consumer',
    ...more,
  });

const listed = async (request: object) =>
  (await call('ListEventSourceMappings', request)).EventSourceMappings;

describe('a list', () => {
  test('has a hundred mappings on a page at most, whatever is asked for (rule 1.1.1)', async () => {
    for (let n = 0; n < 101; n++) await create({ FunctionName: `consumer-${n}`, Enabled: false });
    const { EventSourceMappings, NextMarker } = await call('ListEventSourceMappings', {
      MaxItems: 10_000,
    });
    expect(EventSourceMappings).toHaveLength(100);
    const rest = await call('ListEventSourceMappings', { Marker: NextMarker });
    expect(rest.EventSourceMappings).toHaveLength(1);
    expect(rest.NextMarker).toBeUndefined();
  });

  test('of what nobody knows is empty (rule 1.1.2)', async () => {
    await create();
    expect(await listed({ FunctionName: 'nobody' })).toEqual([]);
    expect(await listed({ EventSourceArn: `${STREAM_ARN}-gone` })).toEqual([]);
  });

  test('by a function has those with its very qualifier (rule 1.1.3)', async () => {
    await create({ FunctionName: 'consumer:$LATEST' });
    expect(await listed({ FunctionName: 'consumer' })).toEqual([]);
    expect(await listed({ FunctionName: 'consumer:$LATEST' })).toHaveLength(1);
  });
});

describe('a mapping that is made', () => {
  test('is shown with all defaults (rules 1.3.1, 1.3.6, 1.4.1)', async () => {
    const UUID = expect.any(String);
    const shown = Object.entries(await create()).filter(([, value]) => value !== undefined);
    expect(Object.fromEntries(shown)).toEqual({
      BatchSize: 100,
      BisectBatchOnFunctionError: false,
      DestinationConfig: { OnFailure: {} },
      EventSourceArn: STREAM_ARN,
      EventSourceMappingArn: expect.any(String),
      FunctionArn: FUNCTION_ARN,
      FunctionResponseTypes: [],
      LastModified: world.clock.now(),
      LastProcessingResult: 'No records processed',
      MaximumBatchingWindowInSeconds: 0,
      MaximumRecordAgeInSeconds: -1,
      MaximumRetryAttempts: -1,
      ParallelizationFactor: 1,
      StartingPosition: 'TRIM_HORIZON',
      State: 'Creating',
      StateTransitionReason: 'User action',
      TumblingWindowInSeconds: 0,
      UUID,
    });
  });

  test('has an ARN of its UUID (rule 1.3.3)', async () => {
    const { EventSourceMappingArn, UUID } = await create();
    expect(UUID).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(EventSourceMappingArn).toBe(
      `arn:aws:lambda:us-east-1:000000000000:event-source-mapping:${UUID}`,
    );
  });

  test('shows filters when it has some, and its moment in whole seconds (rules 1.3.2, 2.1.5)', async () => {
    const StartingPositionTimestamp = 1_700_000_000_999;
    const FilterCriteria = { Filters: [{ Pattern: '{"data":{"x":["a"]}}' }] };
    const start = { StartingPosition: 'AT_TIMESTAMP', StartingPositionTimestamp };
    const shown = await create({ ...start, FilterCriteria });
    expect(shown).toMatchObject({ StartingPositionTimestamp: 1_700_000_000_000, FilterCriteria });
    const { UUID } = shown;
    const without = await call('UpdateEventSourceMapping', {
      UUID,
      FilterCriteria: { Filters: [] },
    });
    expect(without.FilterCriteria).toBeUndefined();
  });

  test('does not begin at a time to come', async () => {
    const StartingPositionTimestamp = Date.UTC(9999, 0);
    const start = { StartingPosition: 'AT_TIMESTAMP', StartingPositionTimestamp };
    await expect(create(start)).rejects.toMatchObject({
      code: 'InvalidParameterValueException',
      message: expect.stringContaining('9999-01-01T00:00:00.000Z has not come'),
    });
  });

  test.each(['consumer', 'consumer:$LATEST'])(
    'keeps the qualifier of %s (rule 1.3.4)',
    async (FunctionName) => {
      const { FunctionArn } = await create({ FunctionName });
      expect(FunctionArn).toBe(FUNCTION_ARN.replace('consumer', FunctionName));
    },
  );

  test.each([100, 101, 10_000])(
    'takes batches of %i without a window (rule 1.2.2)',
    async (BatchSize) => {
      const { MaximumBatchingWindowInSeconds } = await create({ BatchSize });
      expect(MaximumBatchingWindowInSeconds).toBe(0);
    },
  );

  test.each([
    [true, 'Enabled'],
    [false, 'Disabled'],
  ])('is being created, also when Enabled is %s (rule 1.4.1)', async (Enabled, State) => {
    const { UUID, State: first } = await create({ Enabled });
    expect(first).toBe('Creating');
    expect(await call('GetEventSourceMapping', { UUID })).toMatchObject({ State });
  });

  test('has the tags that it was given; other ARNs have none (rule 1.1.4)', async () => {
    const { EventSourceMappingArn: Resource } = await create({ Tags: { team: 'a' } });
    expect(await call('ListTags', { Resource })).toMatchObject({ Tags: { team: 'a' } });
    const other = Resource?.replace(/[^:]+$/, NEVER);
    await expect(call('ListTags', { Resource: other })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      status: 404,
      message: `Event source mapping not found: ${other}`,
    });
  });
});

describe('a change', () => {
  test('leaves what it does not name as it is (rule 1.2.1)', async () => {
    const settings = { BatchSize: 7, MaximumRetryAttempts: 3, ParallelizationFactor: 2 };
    const { UUID } = await create(settings);
    await call('UpdateEventSourceMapping', { UUID, MaximumRetryAttempts: 4 });
    await settle();
    expect(await call('GetEventSourceMapping', { UUID })).toMatchObject({
      ...settings,
      MaximumRetryAttempts: 4,
    });
  });

  test.each([
    [{ Enabled: true }, 'Enabling', 'Enabled'],
    [{ Enabled: false }, 'Disabling', 'Disabled'],
    [{ BatchSize: 5 }, 'Updating', 'Enabled'],
  ])('%j is answered %s, and settles as %s (rule 1.4.2)', async (change, State, settled) => {
    const { UUID } = await create();
    expect((await call('UpdateEventSourceMapping', { UUID, ...change })).State).toBe(State);
    await settle();
    expect((await call('GetEventSourceMapping', { UUID })).State).toBe(settled);
  });

  test('is dated to the millisecond, and shown later to the minute (rule 1.3.5)', async () => {
    world.clock.advance(12_345 - (world.clock.now() % 60_000) + 60_000);
    const { UUID, LastModified } = await create();
    expect(LastModified).toBe(world.clock.now());
    const later = await call('GetEventSourceMapping', { UUID });
    expect(later.LastModified).toBe(world.clock.now() - 12_345);
  });

  test('may be the end: the mapping is shown once more, and is gone (rule 1.4.3)', async () => {
    const { UUID } = await create();
    expect(await call('DeleteEventSourceMapping', { UUID })).toMatchObject({
      State: 'Deleting',
      BatchSize: 100,
    });
    await expect(call('GetEventSourceMapping', { UUID })).rejects.toMatchObject({ status: 404 });
  });
});

describe('what is refused', () => {
  const refused = (code: string, message: string) => ({ code, message, members: { Type: 'User' } });

  test('is a mapping that is not there (rule 1.6)', async () => {
    const text = 'The resource you requested does not exist.';
    for (const name of ['Get', 'Update', 'Delete']) {
      const request = call(`${name}EventSourceMapping`, { UUID: NEVER });
      await expect(request).rejects.toMatchObject(refused('ResourceNotFoundException', text));
    }
  });

  test.each([
    [{ FunctionName: 'nobody' }, 'Function does not exist'],
    [{ EventSourceArn: undefined }, 'Unrecognized event source.'],
    [
      { DestinationConfig: { OnSuccess: { Destination: 'arn:aws:sqs:us-east-1:000000000000:q' } } },
      'Unsupported DestinationConfig parameter for given event source mapping type.',
    ],
    [{ FilterCriteria: { Filters: [{ Pattern: 'x' }] } }, 'Invalid filter pattern definition.'],
  ])('is %j (rule 1.6)', async (more, message) => {
    const error = refused('InvalidParameterValueException', message);
    await expect(create(more)).rejects.toMatchObject(error);
  });

  test('is the same stream for the same function, and not for another qualifier (rules 1.4.8, 1.6)', async () => {
    const { UUID } = await create();
    await create({ FunctionName: 'consumer:$LATEST' });
    const text =
      `The event source arn (" ${STREAM_ARN} ") and function (" consumer ") provided mapping ` +
      `already exists. Please update or delete the existing mapping with UUID ${UUID}`;
    await expect(create()).rejects.toMatchObject(refused('ResourceConflictException', text));
  });
});

describe('the last result', () => {
  const shownAfter = async (answer: typeof world.answer, more: object = {}) => {
    world.answer = answer;
    const { UUID } = await create(more);
    world.put('shard-0');
    await settle();
    return call('GetEventSourceMapping', { UUID });
  };
  const FunctionResponseTypes = ['ReportBatchItemFailures'];
  const naming = (itemIdentifier: string) =>
    world.returned(JSON.stringify({ batchItemFailures: [{ itemIdentifier }] }));

  test('is that nothing was processed, until something was (rule 1.5)', async () => {
    const { UUID } = await create();
    expect(await call('GetEventSourceMapping', { UUID })).toMatchObject({
      LastProcessingResult: 'No records processed',
    });
  });

  test.each([
    ['OK', () => world.returned()],
    ['PROBLEM: Function call failed', () => world.raised()],
    [
      'PROBLEM: Sequence number in function response is invalid. Please check function implementation.',
      () => naming('none'),
    ],
  ])('is %s (rule 1.5)', async (LastProcessingResult, answer) => {
    const shown = await shownAfter(answer, { FunctionResponseTypes });
    expect(shown).toMatchObject({ LastProcessingResult });
  });

  test('stays that of the calls when a batch is given up (rule 1.5)', async () => {
    const shown = await shownAfter(() => world.raised(), { MaximumRetryAttempts: 0 });
    expect(world.failureRecords).toHaveLength(1);
    expect(shown.LastProcessingResult).toBe('PROBLEM: Function call failed');
  });

  test('changes neither the state nor its reason, also without a function (rules 1.3.7, 1.4.6)', async () => {
    const gone = { type: 'refused', errorType: 'FunctionNotFound', message: 'gone' } as const;
    const shown = await shownAfter(() => gone);
    expect(shown).toMatchObject({ State: 'Enabled', StateTransitionReason: 'User action' });
  });
});
