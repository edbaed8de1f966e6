import { parseStrictJson } from '../../core/formats/strict-json';
import { about } from './command-error';
import { readText } from './read-text';

/** @throws CommandError where the file cannot be read or is not JSON; says where */
export function readJson(file: string): unknown {
  const text = readText(file);
  try {
    return parseStrictJson(text.replace(/^\uFEFF/, ''), file);
  } catch (error) {
    throw about(file, error);
  }
}
