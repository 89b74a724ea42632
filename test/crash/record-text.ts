/** How a handler takes a record. */
export type Kind = 'good' | 'bad' | 'throws' | 'flaky';

/** What stands in a record or a message, so that it is known again, and every byte of it checked. */
export interface Content {
  /** `<producer>.<request>.<position>`. */
  readonly id: string;
  readonly kind: Kind;
  /** Filler behind the rest. */
  readonly fillerBytes: number;
}

export function textOf({ id, kind, fillerBytes }: Content): string {
  return `${id} ${kind} ${fillerBytes} ${fillerOf(id, fillerBytes)}`;
}

/** The id of what is whole; undefined when a single byte is not as it was sent. */
export function idOf(text: string): string | undefined {
  const [id = '', kind, fillerBytes] = text.split(' ', 3);
  const whole = textOf({ id, kind: kind as Kind, fillerBytes: Number(fillerBytes) });
  return whole === text ? id : undefined;
}

/** Where an id stands among those of its producer. */
export function placeOf(id: string): { producer: string; request: number; position: number } {
  const [producer = '', request, position] = id.split('.');
  return { producer, request: Number(request), position: Number(position) };
}

/** Differs between ids, so that bytes of one record in another are seen. */
function fillerOf(id: string, bytes: number): string {
  return Number.isInteger(bytes) && bytes >= 0
    ? `${id};`.repeat(Math.ceil(bytes / (id.length + 1))).slice(0, bytes)
    : '';
}
