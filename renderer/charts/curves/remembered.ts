/** The last thing made of each owner, for as long as the owner lives and the key stays. Owners are never changed once made. */
export class Remembered<Value> {
  readonly #kept = new WeakMap<object, { readonly key: string; readonly value: Value }>();

  get(owner: object, key: string, make: () => Value): Value {
    const known = this.#kept.get(owner);
    if (known?.key === key) return known.value;
    const value = make();
    this.#kept.set(owner, { key, value });
    return value;
  }
}
