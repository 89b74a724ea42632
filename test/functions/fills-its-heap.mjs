export const handler = async () => {
  const kept = [];
  for (;;) kept.push(new Array(10_000).fill(kept.length));
};
