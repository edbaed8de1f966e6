/** The window's files come over `app:`, from a fixed map of what was built: no path of the outside ever reaches the disk. */
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import type { Protocol } from 'electron';

export const APP_SCHEME = 'app';
export const APP_ORIGIN = `${APP_SCHEME}://studio`;
export const APP_URL = `${APP_ORIGIN}/index.html`;

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const CONTENT_TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** Must run before the app is ready. */
export function registerAppScheme(protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, corsEnabled: true };
  protocol.registerSchemesAsPrivileged([{ scheme: APP_SCHEME, privileges }]);
}

/** @param folder of the built window */
export function serveApp(protocol: Pick<Protocol, 'handle'>, folder: string): void {
  const files = new Map(listFiles(folder).map((path) => [`/${relative(folder, path).split(sep).join('/')}`, path]));
  protocol.handle(APP_SCHEME, (request) => answer(files, request.url));
}

function answer(files: ReadonlyMap<string, string>, url: string): Response {
  const file = findFile(files, url);
  const contentType = file && CONTENT_TYPES[extname(file)];
  if (file === undefined || contentType === undefined) return new Response('Not found', { status: 404 });
  return new Response(readFileSync(file), {
    headers: {
      'Content-Type': contentType,
      'Content-Security-Policy': CONTENT_SECURITY_POLICY,
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'no-store',
    },
  });
}

function findFile(files: ReadonlyMap<string, string>, url: string): string | undefined {
  const { origin, host, pathname } = new URL(url);
  if (origin !== APP_ORIGIN && host !== new URL(APP_ORIGIN).host) return undefined;
  try {
    return files.get(decodeURIComponent(pathname));
  } catch {
    // Not valid percent-encoding.
    return undefined;
  }
}

function listFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
