import { join } from 'node:path';

/** Two folders up, from here and from where all of this is built to. */
export const PROJECT = join(import.meta.dirname, '../..');
export const CLI = join(PROJECT, 'out/cli/index.js');
