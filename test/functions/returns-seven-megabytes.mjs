export const handler = async () => 'x'.repeat(7 * 2 ** 20);
