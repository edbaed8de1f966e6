import { arch, platform, release } from 'node:os';
import { devDependencies, version } from '../../package.json';

/**
 * Everything besides configuration and data that may decide a run's bits, for its record.
 *
 * @param kernel that computes; strict where the fast one was asked for and isn't there
 */
export function describeEnvironment(kernel: string): Record<string, string> {
  const { electron, node, v8 } = process.versions;
  return {
    app: version,
    ...(electron === undefined ? {} : { electron }),
    node,
    v8,
    system: `${platform()} ${release()}`,
    architecture: arch(),
    kernel,
  };
}

/** Which Electron is running, in words. Releases are built with the pinned one and nothing else. */
export function describeRuntime(electron: string): string {
  return `Electron ${electron}${electron === devDependencies.electron ? '' : ' (fallback runtime)'}`;
}

export const APP_VERSION = version;
