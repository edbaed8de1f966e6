import type { StoreCheck } from '../../core/contract/ipc';
import type { DesktopApi } from '../desktop-api';
import { attempt } from './messages';

/** A check of every stored file: how far it is, and what the last one found. */
export class StoreCheckState {
  isChecking = $state(false);
  /** In runs; null until main tells it. */
  progress = $state.raw<{ done: number; total: number } | null>(null);
  result = $state.raw<StoreCheck | null>(null);
  /** Something was found that nobody has done anything about. */
  readonly canRepair = $derived(this.result?.findings.some(({ done }) => done === null) ?? false);

  constructor(private readonly api: DesktopApi) {}

  /** @returns a function that stops listening */
  start(): () => void {
    return this.api.listen('store:checking', (progress) => (this.progress = progress));
  }

  async check(repair: boolean): Promise<void> {
    if (this.isChecking) return;
    this.isChecking = true;
    this.progress = null;
    this.result = (await attempt(() => this.api.ask('store:check', { repair }))) ?? null;
    this.isChecking = false;
  }
}
