import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ManualClock } from '../clock/manual-clock.ts';
import { seededRandom } from '../random/random.ts';
import { compileTemplate } from './template.ts';

const world = (seed = 1) => ({ random: seededRandom(seed), clock: new ManualClock() });

async function made(template: string, records = 1, seed = 1): Promise<string[]> {
  const make = await compileTemplate(template, world(seed));
  return Array.from({ length: records }, (_, index) => make(index));
}

test('the first example of the Kinesis Data Generator makes a line of CSV', async () => {
  const [line = ''] = await made(
    '{{name.firstName}},{{name.lastName}},{{random.number(70)}},{{internet.ip}}',
  );
  expect(line).toMatch(/^[^,]+,[^,]+,\d{1,2},\d+\.\d+\.\d+\.\d+$/);
});

test('its second example makes JSON on one line, whatever the layout of the template', async () => {
  const template = `
    {
      "sensorId": {{random.number(50)}},
      "currentTemperature": {{random.number(
        {
            "min":10,
            "max":150
        }
      )}},
      "status": "{{random.arrayElement(
        ["OK","FAIL","WARN"]
      )}}"
    }
  `;
  for (const record of await made(template, 200)) {
    expect(record).not.toContain('\n');
    const { sensorId, currentTemperature, status } = JSON.parse(record);
    expect(sensorId).toBeLessThanOrEqual(50);
    expect(currentTemperature).toBeGreaterThanOrEqual(10);
    expect(currentTemperature).toBeLessThanOrEqual(150);
    expect(['OK', 'FAIL', 'WARN']).toContain(status);
  }
});

test('weights decide how often an element is chosen, and a weight of 0 that it never is', async () => {
  const args = '{"weights": [0.3, 0.2, 0.5, 0], "data": ["cat", "fish", "dog", "yeti"]}';
  const animals = await made(`{{random.weightedArrayElement(${args})}}`, 5000);
  const share = (name: string) => animals.filter((animal) => animal === name).length / 5000;
  expect(share('cat')).toBeCloseTo(0.3, 1);
  expect(share('fish')).toBeCloseTo(0.2, 1);
  expect(share('dog')).toBeCloseTo(0.5, 1);
  expect(share('yeti')).toBe(0);
});

test('the same seed makes the same records, those of faker.js included', async () => {
  const template = '{{random.uuid}} {{internet.email}} {{random.float}} {{date.past}}';
  expect(await made(template, 5, 7)).toEqual(await made(template, 5, 7));
  expect(await made(template, 5, 7)).not.toEqual(await made(template, 5, 8));
});

test.each([
  ['{{sequence}}', ['1', '2', '3']],
  ['{{sequence(0)}}', ['0', '1', '2']],
  ['{{sequence({"start": 10, "step": -5})}}', ['10', '5', '0']],
])('%s counts the records', async (template, records) => {
  expect(await made(template, 3)).toEqual(records);
});

test('a number goes from min to max, both included, in steps of the precision', async () => {
  const seen = new Set(
    await made('{{random.number({"min": 0, "max": 1, "precision": 0.25})}}', 300),
  );
  expect([...seen].sort()).toEqual(['0', '0.25', '0.5', '0.75', '1']);
  const whole = new Set(await made('{{random.number({"min": -1, "max": 1})}}', 100));
  expect([...whole].sort()).toEqual(['-1', '0', '1']);
});

test('an array element that is an object is put in as JSON', async () => {
  const template = '{{random.arrayElement([{"a": ")}}"}])}}';
  expect(await made(template)).toEqual(['{"a":")}}"}']);
});

test.each([
  ['name.findName', /\w+ \w+/],
  ['address.zipCode("#####")', /^\d{5}$/],
  ['address.stateAbbr', /^[A-Z]{2}$/],
  ['commerce.price(5, 6, 2, "€")', /^€[56]\.\d\d$/],
  ['internet.userName', /\w/],
  ['phone.phoneNumber', /\d/],
  ['company.companyName', /\w/],
  ['random.alphaNumeric(12)', /^[a-z0-9]{12}$/],
  ['random.words(3)', /^\S+ \S+ \S+$/],
  ['date.recent(2)', /^20\d\d-\d\d-\d\dT[\d:.]+Z$/],
  ['person.firstName', /\w/],
  ['string.uuid', /^[0-9a-f-]{36}$/],
  ['number.int({"min": 5, "max": 5})', /^5$/],
  ['internet.ipv6', /^([0-9a-f]{4}:){7}[0-9a-f]{4}$/],
  ['random.boolean', /^(true|false)$/],
  ['lorem.sentence', /\.$/],
])('{{%s}} is known', async (call, form) => {
  expect((await made(`{{${call}}}`))[0]).toMatch(form);
});

test('now is the time of the clock that is given', async () => {
  const clock = new ManualClock(Date.UTC(2030, 4, 6, 7, 8, 9));
  const make = await compileTemplate('{{date.utc}} {{date.utc("x")}}', { ...world(), clock });
  expect(make(0)).toBe(`2030-05-06T07:08:09Z ${Date.UTC(2030, 4, 6, 7, 8, 9)}`);
  clock.advance(1000);
  expect(make(1)).toContain('07:08:10');
});

test.each([
  ['{"a": {{nothing}}}', 'Line 1, column 7: there is no function nothing.'],
  ['a\nbc {{random.number', 'Line 2, column 4: {{random.number is not closed'],
  ['{{random.number(}}', 'the ( of random.number is never closed'],
  ["{{random.arrayElement(['a'])}}", 'not JSON'],
  ['{{random.number({"min": 5, "max": 1})}}', 'max (1) is less than min (5)'],
  ['{{random.weightedArrayElement({"weights": [1], "data": []})}}', 'at least one element'],
  ['{{random.weightedArrayElement({"weights": [1], "data": [1, 2]})}}', 'differ in length'],
  ['{{company.companySuffix}}', 'company.name comes closest'],
  ['{{date.simTime}}', 'not simulated'],
  ['{{ }}', 'comes the name of a function'],
])('%s is refused: %s', async (template, message) => {
  await expect(compileTemplate(template, world())).rejects.toThrow(message);
});

test.each([
  '{{constructor}}',
  '{{person.constructor("return 1")}}',
  '{{person.__proto__}}',
  '{{person.toString}}',
  '{{random.number.constructor}}',
  '{{helpers.fake("x")}}',
  '{{helpers.fromRegExp("(a+)+b")}}',
  '{{definitions.person}}',
  '{{__defineGetter__("a")}}',
  '{{process.exit}}',
])('a hostile template reaches nothing: %s', async (template) => {
  await expect(compileTemplate(template, world())).rejects.toMatchObject({
    code: 'TemplateInvalid',
  });
});

test.each([
  '{{random.alphaNumeric(1000000000)}}',
  '{{string.alpha(1000000000)}}',
  '{{lorem.paragraphs({"min": 1, "max": 1000000000})}}',
  '{{date.betweens({"from": 0, "to": 1, "count": 1000000000})}}',
])('a template cannot ask for so much that nothing else goes on: %s', async (template) => {
  await expect(compileTemplate(template, world())).rejects.toThrow(/10000/);
});

test('text without a placeholder stands as it is', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string(), async (text) => {
      fc.pre(!text.includes('{{'));
      expect(await made(text)).toEqual([text.replaceAll(/\r?\n/g, '').trim()]);
    }),
  );
});

test('whatever the text is, it makes records or is refused as a template', async () => {
  const piece = fc.constantFrom('{{', '}}', '(', ')', '"', '\\', 'sequence', '[1]', ' ', '.', '\n');
  await fc.assert(
    fc.asyncProperty(
      fc.array(piece).map((pieces) => pieces.join('')),
      async (text) => {
        await made(text, 2).catch((error) => expect(error.code).toBe('TemplateInvalid'));
      },
    ),
  );
});
