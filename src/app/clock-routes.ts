import type { OwnRequest, OwnRoute } from '../gateway/own-routes.ts';
import type { Time } from './time.ts';

const PATH = '/_sluicebox/clock';

const OUTCOMES = {
  'too far': {
    status: 400,
    text: (now: string) => `It is ${now}; the clock goes no further than the end of the year 3999.`,
  },
  stopped: {
    status: 503,
    text: (now: string) => `The endpoint is being stopped; the clock stands at ${now}.`,
  },
};

/** `GET` tells the time of the world and its kind; `POST {"advanceMs": n}` moves a manual clock. */
export function clockRoutes(time: Time, isBusy: () => boolean): OwnRoute[] {
  const shown = () => {
    const nowMs = time.clock.now();
    return { nowMs, now: new Date(nowMs).toISOString(), kind: time.kind };
  };
  const tell = () => json(200, shown());
  return [
    { method: 'GET', path: PATH, handle: async () => tell() },
    {
      method: 'POST',
      path: PATH,
      async handle(request) {
        const advanceMs = readAdvance(request);
        if (advanceMs === undefined) {
          return json(400, { message: 'Send {"advanceMs": n}, n being a whole number from 0 on.' });
        }
        if (!time.canBeMoved) {
          const message = `This clock is of kind "${time.kind}"; only --clock manual can be moved.`;
          return json(409, { message });
        }
        const outcome = await time.advance(advanceMs, isBusy);
        if (outcome === 'there') return tell();
        const { now } = shown();
        const { status, text } = OUTCOMES[outcome];
        return json(status, { message: text(now) });
      },
    },
  ];
}

function readAdvance({ body }: OwnRequest): number | undefined {
  try {
    const { advanceMs } = JSON.parse(Buffer.from(body).toString()) as { advanceMs?: unknown };
    return Number.isSafeInteger(advanceMs) && Number(advanceMs) >= 0
      ? Number(advanceMs)
      : undefined;
  } catch {
    return undefined;
  }
}

function json(status: number, value: unknown) {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: `${JSON.stringify(value)}\n`,
  };
}
