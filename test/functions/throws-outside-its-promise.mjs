export const handler = () =>
  new Promise(() => {
    setImmediate(() => {
      throw new Error('too late to catch');
    });
    setInterval(() => {}, 1_000_000);
  });
