import type { OwnRoute } from '../gateway/own-routes.ts';

/**
 * `POST /_sluicebox/reset` answers once everything is gone, and the template's resources are there
 * again; status 500 with the reason when that did not go well.
 */
export function resetRoute(reset: () => Promise<void>): OwnRoute {
  const answer = (status: number, value: object) => ({
    status,
    headers: { 'content-type': 'application/json' },
    body: `${JSON.stringify(value)}\n`,
  });
  return {
    method: 'POST',
    path: '/_sluicebox/reset',
    async handle() {
      try {
        await reset();
        return answer(200, { status: 'reset' });
      } catch (error) {
        return answer(500, { message: (error as Error).message });
      }
    },
  };
}
