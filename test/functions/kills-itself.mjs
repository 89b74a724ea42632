export const handler = ({ signal }) => {
  process.kill(process.pid, signal);
  return new Promise(() => setInterval(() => {}, 1_000_000));
};
