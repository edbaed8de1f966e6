import { z } from '../../core/contract/schema';
import type { OpenDocument } from './document-backend';
import { type DocumentPlace, openGuardedDocument, readDocument } from './guarded-document';

const WindowState = z.strictObject({
  /** In device-independent pixels. */
  bounds: z.strictObject({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }),
  maximized: z.boolean(),
});
export type WindowState = z.infer<typeof WindowState>;

export interface WindowStateStore {
  /** Null before the first time. */
  read(): WindowState | null;
  write(state: WindowState): void;
}

/** `<root>/window.json`: where the window was. Losing it costs nothing but a resize. */
export function openWindowStateStore(root: string, open: OpenDocument, isReadOnly = false): WindowStateStore {
  if (!isReadOnly) return openGuardedDocument({ ...windowStatePlace(root), open });
  const read = () => {
    try {
      return readDocument(windowStatePlace(root));
    } catch {
      return null;
    }
  };
  return { read, write: () => undefined };
}

export function windowStatePlace(root: string): DocumentPlace<WindowState> {
  return { folder: root, name: 'window', schema: WindowState };
}
