import type { Violation } from '../violation.ts';

/** Names of everything of one kind. */
export interface ResourceEvidence {
  readonly kind: string;
  readonly asked: readonly string[];
  readonly found: readonly string[];
}

/** However often a start was cut off: what the template asks for is there, once. */
export function checkResources({ kind, asked, found }: ResourceEvidence): Violation[] {
  const [expected, there] = [asked, found].map((names) => [...names].sort().join(', '));
  if (expected === there) return [];
  return [
    {
      law: 'what the template asks for is there once',
      expected: `${kind}: ${expected}`,
      found: `${kind}: ${there}`,
    },
  ];
}
