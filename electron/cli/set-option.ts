/** Changes to a configuration from the command line: `--set NAME=VALUE`. */
import { CsvOptions, SeriesDataset, TaskDataset } from '../../core/contract/dataset';
import { RunConfiguration } from '../../core/contract/run';
import { z } from '../../core/contract/schema';
import { firstIssue, inWords } from '../../core/formats/first-issue';
import { CommandError } from './command-error';

type Json = Record<string, unknown>;

/**
 * @param json changed in place
 * @param change `NAME=VALUE`; a name inside `dataset` may be given with or without `dataset.` in front
 * @throws CommandError where the configuration has no such name, or the name no such value
 */
export function applyChange(json: Json, change: string): void {
  const [name = '', ...rest] = change.split('=');
  if (rest.length === 0) throw new CommandError(`--set ${change}: write NAME=VALUE, for instance --set epochs=50`);
  const schemas = schemasByName(json);
  const place = [name, `dataset.${name}`].find((candidate) => schemas.has(candidate));
  const schema = schemas.get(place ?? '');
  if (place === undefined || schema === undefined) {
    throw new CommandError(
      `--set ${change}: the configuration has no ${name}; it has ${[...schemas.keys()].join(', ')}`,
    );
  }
  put(json, place.split('.'), valueOf(schema, rest.join('='), `--set ${change}`, place));
}

/** Every name a configuration may have, also those that this one leaves out. */
function schemasByName(json: Json): Map<string, z.ZodType> {
  const dataset = isObject(json['dataset']) ? json['dataset'] : {};
  const shape = dataset['kind'] === 'task' ? TaskDataset.shape : SeriesDataset.shape;
  const csv = 'csv' in shape ? CsvOptions.shape : {};
  const under = (prefix: string, schemas: Record<string, z.ZodType>) =>
    Object.entries(schemas).map(([key, schema]): [string, z.ZodType] => [`${prefix}${key}`, schema]);
  return new Map([
    ...under('', RunConfiguration.shape), // Its own schema knows one kind only; another may be set together with the rest of it.
    ...under('dataset.', { ...shape, kind: z.enum(['series', 'task']) }),
    ...under('dataset.csv.', csv),
  ]);
}

/**
 * Numbers, true, false, null and lists as in JSON, unless the place wants a text: a name may be 2024.
 *
 * @param option as it was typed
 */
export function valueOf(schema: z.ZodType, text: string, option: string, place: string): unknown {
  const value = parseValue(text);
  const parsed = schema.safeParse(value, { error: inWords });
  if (parsed.success) return value;
  if (schema.safeParse(text).success) return text;
  const problem = firstIssue(parsed.error);
  throw new CommandError(`${option}: ${place}${/^(is|must) /.test(problem) ? ' ' : ': '}${problem}`);
}

function parseValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function put(json: Json, path: readonly string[], value: unknown): void {
  const [key = '', ...rest] = path;
  if (rest.length === 0) {
    json[key] = value;
    return;
  }
  const inner = isObject(json[key]) ? json[key] : {};
  json[key] = inner;
  put(inner, rest, value);
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
