/** Text from a person, without what no document may hold: control characters and halves of characters. */
export function plainText(text: string): string {
  return text
    .replaceAll(/\p{Cs}/gu, '\ufffd')
    .replaceAll(/\p{Cc}/gu, (character) => (character === '\n' || character === '\t' ? character : ''));
}

/** The same on one line. */
export function oneLine(text: string): string {
  return plainText(text.replaceAll(/\s+/gu, ' ')).trim();
}
