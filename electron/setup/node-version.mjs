/**
 * Imported first by every command, so that an old Node gets a sentence instead of a stack trace.
 * Written in old syntax on purpose: it must parse where the rest would not.
 */
const MAJOR = 20;
const MINOR = 19;

const parts = process.versions.node.split('.');
const major = Number(parts[0]);
const tooOld = major < MAJOR || (major === MAJOR && Number(parts[1]) < MINOR);

if (tooOld) {
  console.error(
    'AlarmworkNet Studio needs Node ' +
      MAJOR +
      '.' +
      MINOR +
      ' or newer, and this is Node ' +
      process.versions.node +
      '. Install a newer one (https://nodejs.org), then run the same command again.',
  );
  process.exit(1);
}
