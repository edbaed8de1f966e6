import Conf from 'conf';
import type { OpenDocument } from '../store/document-backend';

/** The app's documents without Electron: electron-store is this class with a folder of its own. */
export const openDocument: OpenDocument = (options) => new Conf<Record<string, unknown>>(options);
