/**
 * What the store needs of conf and electron-store. The class is handed in: the app gives `new ElectronStore(options)`,
 * the command line, where there is no Electron, `new Conf(options)`; both then write the same files.
 */

/** Understood by both classes: electron-store calls the file's name `name`, conf `configName`. */
export interface DocumentOptions {
  readonly cwd: string;
  readonly name: string;
  readonly configName: string;
  readonly fileExtension: 'json';
  /** Ids are opaque: a dot in a key is a dot. */
  readonly accessPropertiesByDotNotation: false;
  /** True would replace a file that doesn't parse by an empty one. */
  readonly clearInvalidConfig: false;
  readonly watch: false;
  readonly serialize: (value: unknown) => string;
}

export interface DocumentBackend {
  /** Reading parses the whole file; assigning replaces it. */
  store: Record<string, unknown>;
}

export type OpenDocument = (options: DocumentOptions) => DocumentBackend;

export function documentOptions(folder: string, name: string): DocumentOptions {
  return {
    cwd: folder,
    name,
    configName: name,
    fileExtension: 'json',
    accessPropertiesByDotNotation: false,
    clearInvalidConfig: false,
    watch: false,
    serialize: serializeDocument,
  };
}

export function serializeDocument(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
