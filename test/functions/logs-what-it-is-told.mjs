// Each line that it logs tests one form: levels, several lines, raw writes, no line break.
console.log('starting');

export const handler = async ({ raw }, context) => {
  console.log('one', { two: 2 });
  console.debug('a\nb');
  console.warn('careful');
  console.error('bad');
  console.trace('where');
  if (raw) {
    process.stdout.write('raw 1\nraw 2\n');
    process.stderr.write('no line break');
  }
  return context.awsRequestId;
};
