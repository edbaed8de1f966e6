import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // By default one core is left idle, of two.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/{core,electron,renderer}/**/*.test.ts'],
          globalSetup: ['test/support/build-kernels.ts'],
          setupFiles: ['test/support/seeded-properties.ts'],
          // No file changes what another one sees, so that modules need not be loaded anew for each: 44 instead of 63 s.
          isolate: false,
          // A busy machine must not decide a test.
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // A busy machine may take seconds for what takes a moment on a quiet one.
          expect: { poll: { timeout: 30_000 } },
        },
      },
    ],
  },
});
