import { momentFormat } from './moment-format.ts';
import { RANDOM_FUNCTIONS } from './random-functions.ts';
import { numberOf, optionsOf, type TemplateFunction } from './template-function.ts';

const dateIn =
  (zone: 'local' | 'utc'): TemplateFunction =>
  ([format], { clock }) => {
    if (format !== undefined && typeof format !== 'string') {
      throw new Error('a format such as "YYYY-MM-DD" is expected');
    }
    const show = momentFormat(format, zone);
    return () => show(clock.now());
  };

/** Counts the records. Ours: the Kinesis Data Generator has nothing of the kind. */
const sequence: TemplateFunction = ([argument]) => {
  const options = typeof argument === 'number' ? { start: argument } : optionsOf(argument);
  const start = numberOf(options.start, 1);
  const step = numberOf(options.step, 1);
  return (index) => start + index * step;
};

const simTime: TemplateFunction = () => {
  throw new Error('time is not simulated here; date.now and date.utc are the time of the record');
};

/** The functions that need no library. */
export const OWN_FUNCTIONS: Readonly<Record<string, TemplateFunction>> = {
  ...RANDOM_FUNCTIONS,
  'date.now': dateIn('local'),
  'date.utc': dateIn('utc'),
  'date.simTime': simTime,
  // How the first templates of the Kinesis Data Generator wrote it; it still takes it.
  'current.timestamp': dateIn('local'),
  sequence,
};
