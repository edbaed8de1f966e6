/**
 * One row in a process of its own, whose file system and clocks it may bend: `main ROW SEED SHARE`. A line of standard
 * output is a line about where it is, or, the last one, the result as JSON.
 */

// One after the other: a bundle loads what it shares with others before its own first line.
await import('./intercept');
const { runOneRow } = await import('./one-row');

const [name = '', seed, share] = process.argv.slice(2);
const say = (line: string) => console.log(line);
console.log(JSON.stringify(await runOneRow(name, { seed: Number(seed), share: Number(share), say })));

export {};
