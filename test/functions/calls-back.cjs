// The styles of handlers before promises.
exports.result = (_event, _context, callback) => callback(null, 'called back');
exports.error = (_event, _context, callback) => callback(new TypeError('called back'));
exports.nothing = () => {};
exports.promised = () => new Promise(() => {});
exports.succeed = (_event, context) => context.succeed('succeeded');
exports.fail = (_event, context) => context.fail('failed');
exports.waits = (_event, _context, callback) => {
  const ticks = [];
  callback(null, ticks);
  setImmediate(() => ticks.push('after the call'));
};
exports.doesNotWait = (_event, context, callback) => {
  context.callbackWaitsForEmptyEventLoop = false;
  setInterval(() => {}, 1_000_000);
  callback(null, 'did not wait');
};
exports.throwsText = () => {
  throw 'just text';
};
exports.nested = { deeply: { handler: async () => 'nested' } };
exports.notAFunction = 1;
