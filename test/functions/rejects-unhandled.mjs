export const handler = async () => {
  Promise.reject(new Error('nobody listens'));
  await new Promise(() => setInterval(() => {}, 1_000_000));
};
