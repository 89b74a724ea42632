// The timer keeps the event loop alive, so that only the timeout ends it.
export const handler = () => new Promise(() => setInterval(() => {}, 1_000_000));
