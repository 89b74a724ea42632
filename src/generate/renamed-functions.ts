/** What a function of an older faker.js is called in the one that is used here. */
export interface Renamed {
  readonly name: string;
  /** Its arguments as the new one takes them; absent: none are passed on. */
  readonly args?: (args: readonly unknown[]) => readonly unknown[];
}

/** What was given by position, by name. */
const named =
  (...names: string[]) =>
  (args: readonly unknown[]) => [
    Object.fromEntries(
      names.flatMap((name, index) => (args[index] === undefined ? [] : [[name, args[index]]])),
    ),
  ];
const same = (args: readonly unknown[]) => args;
/** One argument by its new name, where it is not an object of options already. */
const one = (name: string) => (args: readonly unknown[]) =>
  typeof args[0] === 'object' ? args : named(name)(args);
const date = (name: string, args = same): [string, Renamed] => [name, { name, args }];
const money = named('min', 'max', 'dec', 'symbol');
const price = (args: readonly unknown[]) => (typeof args[0] === 'object' ? args : money(args));

/**
 * The names of faker.js 3 to 5, which the Kinesis Data Generator's templates are written in, with
 * the arguments of then.
 */
export const RENAMED_FUNCTIONS: ReadonlyMap<string, Renamed> = new Map([
  ...Object.entries({
    'name.firstName': 'person.firstName',
    'name.lastName': 'person.lastName',
    'name.middleName': 'person.middleName',
    'name.findName': 'person.fullName',
    'name.jobTitle': 'person.jobTitle',
    'name.title': 'person.jobTitle',
    'name.prefix': 'person.prefix',
    'name.suffix': 'person.suffix',
    'name.gender': 'person.gender',
    'name.jobDescriptor': 'person.jobDescriptor',
    'name.jobArea': 'person.jobArea',
    'name.jobType': 'person.jobType',
    'address.city': 'location.city',
    'address.cityName': 'location.city',
    'address.streetName': 'location.street',
    'address.secondaryAddress': 'location.secondaryAddress',
    'address.county': 'location.county',
    'address.country': 'location.country',
    'address.state': 'location.state',
    'address.direction': 'location.direction',
    'address.cardinalDirection': 'location.cardinalDirection',
    'address.ordinalDirection': 'location.ordinalDirection',
    'address.timeZone': 'location.timeZone',
    'address.buildingNumber': 'location.buildingNumber',
    'phone.phoneNumber': 'phone.number',
    'phone.phoneNumberFormat': 'phone.number',
    'internet.userName': 'internet.username',
    'internet.avatar': 'image.avatar',
    'internet.color': 'color.rgb',
    'commerce.color': 'color.human',
    'company.companyName': 'company.name',
    'company.bs': 'company.buzzPhrase',
    'company.bsAdjective': 'company.buzzAdjective',
    'company.bsBuzz': 'company.buzzVerb',
    'company.bsNoun': 'company.buzzNoun',
    'finance.bitcoinAddress': 'finance.bitcoinAddress',
    'image.imageUrl': 'image.url',
    'image.image': 'image.url',
    'random.word': 'word.sample',
    'random.image': 'image.url',
    'vehicle.vehicle': 'vehicle.vehicle',
  }).map(([old, name]): [string, Renamed] => [old, { name }]),
  ['address.zipCode', { name: 'location.zipCode', args: same }],
  ['address.streetAddress', { name: 'location.streetAddress', args: same }],
  ['address.countryCode', { name: 'location.countryCode', args: same }],
  ['address.stateAbbr', { name: 'location.state', args: () => [{ abbreviated: true }] }],
  ['address.latitude', { name: 'location.latitude' }],
  ['address.longitude', { name: 'location.longitude' }],
  ['random.words', { name: 'word.words', args: one('count') }],
  ['finance.account', { name: 'finance.accountNumber', args: same }],
  ['commerce.price', { name: 'commerce.price', args: price }],
  ['finance.amount', { name: 'finance.amount', args: price }],
  ['internet.password', { name: 'internet.password', args: one('length') }],
  date('date.past', one('years')),
  date('date.future', one('years')),
  date('date.recent', one('days')),
  date('date.soon', one('days')),
  date('date.between', (args) => (typeof args[0] === 'object' ? args : named('from', 'to')(args))),
]);

/** What faker.js no longer has, or not in plain English, and what comes closest to it. */
export const GONE_FUNCTIONS: Readonly<Record<string, string>> = {
  'address.cityPrefix': 'location.city',
  'address.citySuffix': 'location.city',
  'address.zipCodeByState': 'location.zipCode',
  'address.streetPrefix': 'location.street',
  'address.streetSuffix': 'location.street',
  'company.companySuffix': 'company.name',
  'company.suffixes': 'company.name',
  'finance.mask': 'finance.accountNumber',
  'random.locale': 'random.arrayElement',
  'phone.phoneFormats': 'phone.number',
};
