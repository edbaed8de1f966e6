import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/{core,electron,renderer}/**/*.test.ts'],
          globalSetup: ['test/support/build-kernels.ts'],
          setupFiles: ['test/support/seeded-properties.ts'],
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
