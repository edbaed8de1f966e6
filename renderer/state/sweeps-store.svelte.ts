import type { SweepDefinition } from '../../core/contract/sweep';
import type { SweepDetail, SweepPreview, SweepSummary } from '../../core/contract/sweep-requests';
import type { DesktopApi } from '../desktop-api';
import { NO_SWEEPS, withoutSweeps, withSweeps } from './sweep-index';

/** What a sweep can be told to do, as main's requests are called. */
export type SweepOrder = 'pause' | 'resume' | 'cancel' | 'rerun-failed';

/** The window's mirror of main's sweeps. */
export class SweepsStore {
  isLoaded = $state(false);
  #byId = $state.raw(NO_SWEEPS);
  /** Newest first. */
  readonly all = $derived([...this.#byId.values()].sort((a, b) => b.createdAt - a.createdAt));

  constructor(private readonly api: DesktopApi) {}

  /** @returns a function that stops listening */
  start(): () => void {
    const stops = [
      this.api.listen('sweeps:changed', (sweeps) => this.#take(sweeps)),
      this.api.listen('sweeps:removed', (ids) => (this.#byId = withoutSweeps(this.#byId, ids))),
    ];
    return () => stops.forEach((stop) => stop());
  }

  async load(): Promise<void> {
    this.#take(await this.api.ask('sweeps:list'));
    this.isLoaded = true;
  }

  find(id: string): SweepSummary | undefined {
    return this.#byId.get(id);
  }

  async detail(id: string): Promise<SweepDetail> {
    return JSON.parse(await this.api.ask('sweeps:get', { id })) as SweepDetail;
  }

  async preview(definition: SweepDefinition, secondsPerEpoch: number | null): Promise<SweepPreview> {
    return this.api.ask('sweeps:preview', { definition, secondsPerEpoch });
  }

  async launch(definition: SweepDefinition): Promise<void> {
    this.#take([await this.api.ask('sweeps:launch', { definition })]);
  }

  async order(id: string, order: SweepOrder): Promise<void> {
    await this.api.ask(`sweeps:${order}`, { id });
  }

  async delete(id: string): Promise<void> {
    await this.api.ask('sweeps:delete', { id });
  }

  async restore(id: string): Promise<void> {
    await this.api.ask('sweeps:restore', { id });
  }

  #take(sweeps: readonly SweepSummary[]): void {
    this.#byId = withSweeps(this.#byId, sweeps);
  }
}
