/**
 * What `electron FOLDER` runs in the fallback runtime: opens the app in FOLDER, as Electron's own default app does.
 * Packed into `resources/default_app.asar` by fallback-runtime.mjs.
 */
import { app as electronApp, dialog } from 'electron';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Two of Electron's own methods that its public types leave out.
 * @typedef {{ setAppPath(folder: string): void, setVersion(version: string): void }} Undocumented
 */
const app = /** @type {import('electron').App & Undocumented} */ (electronApp);

const args = process.argv.slice(1);

// `-r MODULE` runs before the app does: Playwright hooks itself in that way.
for (let at = args.indexOf('-r'); at !== -1; at = args.indexOf('-r')) {
  const [, module] = args.splice(at, 2);
  if (module) createRequire(import.meta.url)(path.resolve(module));
}

const folder = args.find((argument) => !argument.startsWith('-'));
try {
  if (folder === undefined) throw new Error('no app folder was given');
  const root = path.resolve(folder);
  const {
    name,
    productName,
    version,
    main = 'index.js',
  } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  app.setAppPath(root);
  if (productName ?? name) app.setName(productName ?? name);
  if (version) app.setVersion(version);
  await import(pathToFileURL(path.join(root, main)).href);
} catch (error) {
  console.error(error);
  dialog.showErrorBox('The app could not be opened', String(error));
  app.exit(1);
}
