const [QUOTE, BACKSLASH] = [0x22, 0x5c];

/**
 * Calls with each character of JSON that stands outside of its texts, until one is enough. By hand, as a
 * regular expression begins anew at each quotation mark of what is not closed, and overflows on long texts.
 *
 * @param visit answers true when it has seen enough
 */
export function scanJson(json: string, visit: (character: number, at: number) => boolean): void {
  let isInText = false;
  for (let at = 0; at < json.length; at++) {
    const character = json.charCodeAt(at);
    if (character === QUOTE) isInText = !isInText;
    else if (isInText && character === BACKSLASH) at++;
    else if (!isInText && visit(character, at)) return;
  }
}
