/** What a schema found wrong, in words and with its place. */
import type { z } from '../contract/schema';

type Issue = z.core.$ZodIssue;

interface Finding {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  /** Things wrong beside it. */
  readonly others: number;
}

/** The first thing a schema found wrong, with its place: "inputs[0].factor: expected number, received string". */
export function firstIssue(error: z.ZodError): string {
  const finding = innermost(error.issues, []);
  if (!finding) return 'not as expected';
  const place = placeOf(finding.path);
  if (place === '') return finding.message;
  // "L is missing", but "epochs: Epochs must be a whole number".
  return /^(is|must) /.test(finding.message) ? `${place} ${finding.message}` : `${place}: ${finding.message}`;
}

/** Of a choice between forms, what is wrong with the form that came closest: it fits deepest, and has the fewest faults. */
function innermost(issues: readonly Issue[], outer: readonly PropertyKey[]): Finding | null {
  const [issue] = issues;
  if (!issue) return null;
  const path = [...outer, ...issue.path];
  const own = { path, message: issue.message, others: issues.length - 1 };
  if (issue.code !== 'invalid_union') return own;
  const forms = issue.errors.flatMap((form) => innermost(form, path) ?? []);
  forms.sort((a, b) => b.path.length - a.path.length || a.others - b.others);
  return forms[0] ?? own;
}

/** `x[0][2]`, `dataset.csv.header` */
function placeOf(path: readonly PropertyKey[]): string {
  return path
    .map((key, depth) => (typeof key === 'number' ? `[${key}]` : `${depth === 0 ? '' : '.'}${String(key)}`))
    .join('');
}

const KINDS: Readonly<Record<string, string>> = {
  number: 'a number',
  int: 'a whole number',
  string: 'a text',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

/**
 * Zod's own messages as sentences for people, about the place in front of them. Messages of a schema's own come first.
 * For `safeParse(value, { error: inWords })`.
 */
export function inWords(issue: z.core.$ZodRawIssue): string | undefined {
  const missing = issue.input === undefined ? 'is missing: it must be' : 'must be';
  switch (issue.code) {
    case 'invalid_type': {
      const expected = KINDS[issue.expected] ?? issue.expected;
      return issue.input === undefined
        ? `${missing} ${expected}`
        : `${missing} ${expected}, not ${kindOf(issue.input)}`;
    }
    case 'invalid_value':
      return `${missing} ${oneOf(issue.values)}`;
    case 'invalid_union':
      return Array.isArray(issue.options) ? `must be ${oneOf(issue.options)}` : undefined;
    case 'unrecognized_keys':
      return `${issue.keys.map((key) => JSON.stringify(key)).join(', ')} is not known here: correct the name, or remove it`;
    default:
      return undefined;
  }
}

function oneOf(values: readonly unknown[]): string {
  const shown = values.map((value) => (typeof value === 'string' ? JSON.stringify(value) : String(value)));
  const last = shown.pop() ?? '';
  return shown.length === 0 ? last : `${shown.join(', ')} or ${last}`;
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  // JSON's 1e999
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : 'one so large';
  return { string: 'a text', boolean: String(value), object: 'an object' }[typeof value as string] ?? typeof value;
}
