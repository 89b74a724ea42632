import { HISTORY_TYPES } from '../../observe/alarm-history.ts';
import type { Alarms } from '../../observe/alarms.ts';
import { list, string, structure, timestamp } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { alarmName, alarmTypes, maxRecords } from './alarm-shapes.ts';
import { refuse } from './metric-shapes.ts';

export const describeAlarmHistory = operation<Alarms>()({
  name: 'DescribeAlarmHistory',
  input: structure({
    AlarmName: alarmName,
    AlarmContributorId: string({ min: 1, max: 16 }),
    AlarmTypes: alarmTypes,
    HistoryItemType: string({
      enum: [...HISTORY_TYPES, 'AlarmContributorStateUpdate', 'AlarmContributorAction'],
    }),
    StartDate: timestamp(),
    EndDate: timestamp(),
    MaxRecords: maxRecords,
    NextToken: string(),
    ScanBy: string({ enum: ['TimestampDescending', 'TimestampAscending'] }),
  }),
  output: structure({
    AlarmHistoryItems: list(
      structure({
        AlarmName: string(),
        AlarmType: string(),
        Timestamp: timestamp(),
        HistoryItemType: string(),
        HistorySummary: string(),
        HistoryData: string(),
      }),
    ),
    NextToken: string(),
  }),
  handle(alarms, input, { scope }) {
    refuse(input, ['AlarmContributorId']);
    if (input.AlarmTypes && !input.AlarmTypes.includes('MetricAlarm')) {
      return { AlarmHistoryItems: [] };
    }
    const { items, nextToken } = alarms.history(scope, {
      alarmName: input.AlarmName,
      type: input.HistoryItemType,
      startMs: input.StartDate,
      endMs: input.EndDate,
      oldestFirst: input.ScanBy === 'TimestampAscending',
      limit: input.MaxRecords,
      nextToken: input.NextToken,
    });
    return {
      AlarmHistoryItems: items.map((item) => ({
        AlarmName: item.alarmName,
        AlarmType: 'MetricAlarm',
        Timestamp: item.atMs,
        HistoryItemType: item.type,
        HistorySummary: item.summary,
        HistoryData: item.data,
      })),
      ...(nextToken && { NextToken: nextToken }),
    };
  },
});
