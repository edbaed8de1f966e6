/** A CSV file of sine and square waves of different lengths, to be told apart. */
import { Rng } from '../../core/random/rng';

/** Columns wave (the id), value, shape; phases, periods and heights differ, and a little noise lies over all. */
export function wavesCsv(count: number): string {
  const rng = Rng.fromSeed(5, 'data');
  const lines = ['wave,value,shape'];
  for (let wave = 0; wave < count; wave++) {
    const isSine = rng.uniform() < 0.5;
    const length = 10 + rng.below(21);
    const period = rng.between(6, 10);
    const phase = rng.between(0, 2 * Math.PI);
    const height = rng.between(0.8, 1.2);
    for (let step = 0; step < length; step++) {
      const sine = Math.sin(phase + (2 * Math.PI * step) / period);
      const value = height * (isSine ? sine : Math.sign(sine)) + rng.between(-0.05, 0.05);
      lines.push(`w${wave},${value.toFixed(4)},${isSine ? 'sine' : 'square'}`);
    }
  }
  return `${lines.join('\n')}\n`;
}
