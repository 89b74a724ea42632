export const handler = async () => import.meta.url.split('/').at(-1);
