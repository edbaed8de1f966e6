import { DEFAULT_SETTINGS, type Settings } from '../../core/contract/settings';
import type { Shade } from '../charts/run-colours';
import type { DesktopApi } from '../desktop-api';

const darkScheme = '(prefers-color-scheme: dark)';

/** The app's preferences, and the theme that follows from them. */
export class SettingsStore {
  current = $state.raw<Settings>(DEFAULT_SETTINGS);
  #systemIsDark = $state(window.matchMedia(darkScheme).matches);
  readonly shade: Shade = $derived(
    this.current.theme === 'system' ? (this.#systemIsDark ? 'dark' : 'light') : this.current.theme,
  );

  constructor(private readonly api: DesktopApi) {}

  /** @returns a function that stops listening */
  start(): () => void {
    const media = window.matchMedia(darkScheme);
    const onChange = () => (this.#systemIsDark = media.matches);
    media.addEventListener('change', onChange);
    const stop = this.api.listen('settings:changed', (settings) => (this.current = settings));
    return () => {
      media.removeEventListener('change', onChange);
      stop();
    };
  }

  async load(): Promise<void> {
    this.current = await this.api.ask('settings:get');
  }

  async set(change: Partial<Settings>): Promise<void> {
    this.current = await this.api.ask('settings:set', change);
  }
}
