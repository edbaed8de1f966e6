import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import typescript from 'typescript-eslint';

const noDefaultExport = {
  selector: 'ExportDefaultDeclaration',
  message:
    'A named export has the same name everywhere; default exports are for Svelte components and tool configurations.',
};

const noStyleAttribute = {
  selector: 'SvelteAttribute[key.name="style"]',
  message:
    'The content security policy blocks a style attribute; use a class, or a style: directive for a computed value.',
};

export default typescript.config(
  // core/nn/assembly is AssemblyScript, which its own compiler checks.
  { ignores: ['out/', 'release/', 'quick-start/', '.setup/', 'core/nn/assembly/'] },
  js.configs.recommended,
  typescript.configs.strict,
  svelte.configs.recommended,
  {
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': ['error', { allow: ['warn', 'error'] }],
      'object-shorthand': 'error',
      'prefer-const': 'error',
      'no-restricted-syntax': ['error', noDefaultExport],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      // A comment with its reason is required, not the absence of every suppression.
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': 'allow-with-description' }],
    },
  },
  {
    // What only the types can tell, where promises are plenty. It type-checks a second time, which for the whole tree
    // would take longer than all other checks together.
    files: ['electron/**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: typescript.parser }, globals: globals.browser },
    rules: {
      'svelte/no-at-html-tags': 'error',
      // These compile every component again, without TypeScript; svelte-check reports the same warnings, rightly.
      'svelte/no-unused-svelte-ignore': 'off',
      'svelte/valid-compile': 'off',
      // TypeScript knows the names; ESLint does not.
      'no-undef': 'off',
    },
  },
  { files: ['**/*.svelte'], rules: { 'no-restricted-syntax': ['error', noStyleAttribute] } },
  { files: ['**/*.ts'], rules: { 'no-undef': 'off' } },
  { files: ['**/*.mjs', '*.js', '*.cjs'], languageOptions: { globals: globals.node } },
  { files: ['electron/{setup,cli}/**', 'test/**'], rules: { 'no-console': 'off' } },
  // Oracles are written with all the digits of their tables.
  { files: ['test/**'], rules: { 'no-loss-of-precision': 'off' } },
  { files: ['*.js', '*.config.ts'], rules: { 'no-restricted-syntax': 'off' } },
);
