import { DEFAULT_SETTINGS, Settings, upgradeSettings } from '../../core/contract/settings';
import type { OpenDocument } from './document-backend';
import { openGuardedDocument } from './guarded-document';

export interface SettingsStore {
  /** What opening had to mend, in words for a person; null if all was well. */
  readonly notice: string | null;
  read(): Settings;
  /** @returns the settings as they now are */
  update(change: { [S in keyof Settings]?: Settings[S] | undefined }): Settings;
}

/** `<root>/settings.json`. A file that cannot be read is kept aside, and the defaults are used. */
export function openSettingsStore(root: string, open: OpenDocument): SettingsStore {
  const document = openGuardedDocument({
    folder: root,
    name: 'settings',
    schema: Settings,
    upgrade: upgradeSettings,
    open,
  });
  const read = () => document.read() ?? DEFAULT_SETTINGS;
  return {
    notice: document.notice,
    read,
    update(change) {
      const given = Object.entries(change).filter(([, value]) => value !== undefined);
      const settings = Settings.parse({ ...read(), ...Object.fromEntries(given) });
      document.write(settings);
      return settings;
    },
  };
}
