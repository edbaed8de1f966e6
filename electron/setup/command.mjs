/** A failure that a person can mend: its message says what is wrong and what to do next, so no stack trace is shown. */
export class SetupError extends Error {}

/**
 * Runs a command's body and turns what it throws into an exit code.
 * @param {() => Promise<number | void>} body returns the exit code; nothing leaves it as it is
 */
export async function runCommand(body) {
  try {
    const code = await body();
    if (code !== undefined) process.exitCode = code;
  } catch (error) {
    console.error(error instanceof SetupError ? error.message : error);
    process.exitCode = 1;
  }
}
