/** Ids of what has changed, told together: the window gets one message for all changes within this time. */
const TOGETHER_MS = 100;

export class ChangeBatch {
  readonly #changed = new Set<string>();
  readonly #tell: (ids: string[]) => void;

  constructor(tell: (ids: string[]) => void) {
    this.#tell = tell;
  }

  add(id: string): void {
    if (this.#changed.size === 0) setTimeout(() => this.#flush(), TOGETHER_MS);
    this.#changed.add(id);
  }

  #flush(): void {
    const ids = [...this.#changed];
    this.#changed.clear();
    this.#tell(ids);
  }
}
