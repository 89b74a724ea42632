// Writes a hundred megabytes, framed and raw, as fast as it can.
export const handler = async () => {
  const text = 'x'.repeat(1000);
  for (let line = 0; line < 50_000; line++) {
    console.log(text);
    if (!process.stdout.write(`${text}\n`)) {
      await new Promise((resolve) => process.stdout.once('drain', resolve));
    }
  }
};
