/**
 * Three-valued logic (Kleene 1952, § 64; as SQL has it): what is unknown stays unknown under `not`, and decides an `and` or an
 * `or` only where the other side does not.
 */
import type { Test, Verdict } from './filter-field';

export function either(tests: readonly Test[]): Test {
  return decidedBy(tests, true);
}

export function both(tests: readonly Test[]): Test {
  return decidedBy(tests, false);
}

export function not(test: Test): Test {
  return (record) => {
    const verdict = test(record);
    return verdict === null ? null : !verdict;
  };
}

/** One test with the deciding verdict is enough; else all must be known. */
function decidedBy(tests: readonly Test[], deciding: boolean): Test {
  const [only] = tests;
  if (only && tests.length === 1) return only;
  return (record) => {
    let verdict: Verdict = !deciding;
    for (const test of tests) {
      const found = test(record);
      if (found === deciding) return deciding;
      if (found === null) verdict = null;
    }
    return verdict;
  };
}
