/** The different texts of a column, each as a number: its place in the order of first rows. */

/** More are no classes, and hardly ids: they are what nobody learns from. All of them lie in the data's document. */
export const CATEGORY_LIMITS = { texts: 10_000, characters: 200 } as const;

export class Categories {
  readonly texts: string[] = [];
  readonly #places = new Map<string, number>();

  placeOf(text: string): number {
    const known = this.#places.get(text);
    if (known !== undefined) return known;
    const place = this.texts.length;
    this.texts.push(text);
    this.#places.set(text, place);
    return place;
  }

  /** Why `text` cannot be one of them, as the end of a sentence about its place; null where it can. */
  whyNot(text: string): string | null {
    const { texts, characters } = CATEGORY_LIMITS;
    if (text.length > characters)
      return `the text has more than ${characters} characters, too many for a class or an id`;
    return this.texts.length < texts || this.#places.has(text)
      ? null
      : `the column has more than ${texts} different texts, too many for classes or ids`;
  }
}
