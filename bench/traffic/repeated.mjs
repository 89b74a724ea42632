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
    steps: 1,
    next: (index) => requests[index % requests.length],
    keep,
    wrong: (answer) =>
      answer.status >= 200 && answer.status < 300
        ? wrong(answer)
        : `Answered ${answer.status}: ${answer.body().toString().slice(0, 300)}`,
  };
}
