/** What is wrong with the status of an answer, if anything. */
export const statusOf = ({ status, body }) =>
  status >= 200 && status < 300
    ? undefined
    : `Answered ${status}: ${body().toString().slice(0, 300)}`;

/**
 * Traffic that sends the same requests over and over. `wrong` looks at an answer with status 2xx,
 * and says what is wrong with it; `keep` says what to keep of an answer until then.
 */
export function repeated(
  requests,
  { unitsPerRequest = 1, keep = (answer) => answer, wrong = () => undefined } = {},
) {
  return {
    unitsPerRequest,
    /** How many requests make a conversation, whose later ones depend on earlier answers. */
    steps: 1,
    next: (index) => requests[index % requests.length],
    keep,
    wrong: (answer) => statusOf(answer) ?? wrong(answer),
  };
}
