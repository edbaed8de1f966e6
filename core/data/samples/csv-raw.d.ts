/** Vite and Vitest import a file's text with `?raw`; TypeScript has to be told. */
declare module '*.csv?raw' {
  const text: string;
  // eslint-disable-next-line no-restricted-syntax -- this is what Vite makes of ?raw
  export default text;
}
