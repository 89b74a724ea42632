// The timer keeps the event loop alive, so that only the limit ends it.
setInterval(() => {}, 1_000_000);
await new Promise(() => {});
