import { reportError, StudioError } from '../../core/contract/errors';
import { z } from '../../core/contract/schema';
import { DEFAULT_SETTINGS, Settings } from '../../core/contract/settings';
import { SETTINGS_FORMAT_VERSION, upgradeSettings } from '../../core/contract/settings-versions';
import type { OpenDocument } from './document-backend';
import { type DocumentPlace, type GuardedDocument, openGuardedDocument, readDocument } from './guarded-document';

const SettingsDocument = z.strictObject({
  formatVersion: z.literal(SETTINGS_FORMAT_VERSION),
  ...Settings.shape,
});
type SettingsDocument = z.infer<typeof SettingsDocument>;

export interface SettingsStore {
  /** What opening had to mend, in words for a person; null if all was well. */
  readonly notice: string | null;
  read(): Settings;
  /** @returns the settings as they now are */
  update(change: { [S in keyof Settings]?: Settings[S] | undefined }): Settings;
}

/**
 * `<root>/settings.json`. A file that cannot be read is kept aside, and the defaults are used.
 *
 * @param readOnly in words, where nothing may be written: a change then throws `store-newer`
 */
export function openSettingsStore(root: string, open: OpenDocument, readOnly: string | null = null): SettingsStore {
  const { document, notice } = readOnly === null ? opened(root, open) : unopened(root, readOnly);
  const read = (): Settings => {
    const found = document.read();
    return found === null ? DEFAULT_SETTINGS : withoutVersion(found);
  };
  return {
    notice,
    read,
    update(change) {
      const given = Object.entries(change).filter(([, value]) => value !== undefined);
      const settings = Settings.parse({ ...read(), ...Object.fromEntries(given) });
      document.write({ formatVersion: SETTINGS_FORMAT_VERSION, ...settings });
      return settings;
    },
  };
}

export function settingsPlace(root: string): DocumentPlace<SettingsDocument> {
  const version = SETTINGS_FORMAT_VERSION;
  return { folder: root, name: 'settings', schema: SettingsDocument, version, upgrade: upgradeSettings };
}

function withoutVersion({ formatVersion: _version, ...settings }: SettingsDocument): Settings {
  return settings;
}

type Opened = { document: Omit<GuardedDocument<SettingsDocument>, 'notice'>; notice: string | null };

function opened(root: string, open: OpenDocument): Opened {
  try {
    const document = openGuardedDocument({ ...settingsPlace(root), open });
    return { document, notice: document.notice };
  } catch (error) {
    // The app starts without its settings rather than not at all: of a newer version, say, or no permission.
    const { message } = reportError(error);
    return unopened(root, message, message);
  }
}

function unopened(root: string, why: string, notice: string | null = null): Opened {
  const read = () => {
    try {
      return readDocument(settingsPlace(root));
    } catch {
      return null;
    }
  };
  const write = () => {
    throw new StudioError('store-newer', why);
  };
  return { document: { read, write }, notice };
}
