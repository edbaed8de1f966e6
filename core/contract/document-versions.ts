/** Documents of older versions, brought up to the present one. Pure, and one step a version, so that each can be tested. */

type Raw = Record<string, unknown>;

/** What turns a document of the version in the key into one of the next. */
export type VersionSteps = Readonly<Record<number, (document: Raw) => Raw>>;

/** A document that does not say its version is of this one. */
const UNSAID = 1;

/** @returns the document in its present form, or as it was given where it is of no version known here */
export function upgradeDocument(document: unknown, present: number, steps: VersionSteps): unknown {
  let current = document;
  while (isRaw(current)) {
    const version = versionOf(current);
    const step = version !== null && version < present ? steps[version] : undefined;
    if (!step) return current;
    current = step(current);
  }
  return current;
}

/** @returns the version of a document that a newer version of the app wrote; null for all others */
export function newerVersion(document: unknown, present: number): number | null {
  const version = isRaw(document) ? versionOf(document) : null;
  return version !== null && version > present ? version : null;
}

function versionOf(document: Raw): number | null {
  const version = document['formatVersion'] ?? UNSAID;
  return Number.isSafeInteger(version) ? (version as number) : null;
}

function isRaw(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
