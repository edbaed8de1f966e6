import { buildStale } from '../../electron/setup/build.mjs';

/** Tests import the store, and the store imports the kernels as they were built. */
export async function setup(): Promise<void> {
  await buildStale(['kernels']);
}
