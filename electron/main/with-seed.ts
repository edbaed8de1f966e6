import type { RunConfiguration } from '../../core/contract/run';

/** The configuration of run `index` of `count` that differ in their seed only. */
export function withSeed(configuration: RunConfiguration, index: number, count: number): RunConfiguration {
  if (count === 1) return configuration;
  const seed = configuration.seed + index;
  // By characters as people count them, so that none is cut in half.
  const name = [...configuration.name].slice(0, 50).join('');
  return { ...configuration, seed, name: `${name} · seed ${seed}` };
}
