import type { Plan, PlannedPut } from './plan.ts';
import { timeOf } from './world.ts';

/** How many records are told one by one. */
const MOST_TOLD = 40;

/** A plan for people: its settings, its faults, and its records. */
export function textOfPlan(plan: Plan): string {
  const { settings, puts, faults } = plan;
  const told = puts.length <= MOST_TOLD ? puts : puts.filter(({ trouble }) => trouble);
  return [
    `seed ${plan.seed}: ${plan.drives === 'machine' ? 'shard consumers' : 'a whole mapping'}, pace ${plan.pace}`,
    `settings   ${JSON.stringify(settings)}`,
    `start      ${timeOf(plan.start.atMs)} ${JSON.stringify(plan.start)}`,
    `stream     ${plan.shards} shards, retention ${timeOf(plan.retentionMs)}`,
    `function   ${JSON.stringify(plan.function)}`,
    ...faults.map(({ type, atMs, forMs, settings: update }) => {
      const changed = update ? ` with ${JSON.stringify(update)}` : '';
      return `fault      ${timeOf(atMs)} ${type} for ${timeOf(forMs)}${changed}`;
    }),
    `records    ${puts.length}${told === puts ? '' : `, of which ${told.length} make trouble:`}`,
    ...told.slice(0, MOST_TOLD).map((put) => textOfPut(put, puts.indexOf(put))),
  ].join('\n');
}

function textOfPut({ atMs, key, bytes, isWanted, trouble }: PlannedPut, number: number): string {
  const does = trouble
    ? `, ${trouble.kind} ${trouble.times < 0 ? 'always' : `${trouble.times} times`}`
    : '';
  return `  ${timeOf(atMs)} ${number}: key ${key}, ${bytes} bytes${isWanted ? '' : ', unwanted'}${does}`;
}
