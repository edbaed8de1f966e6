import { showDone, showError } from './messages';

/**
 * Puts a text on the clipboard, and says so. The asynchronous clipboard needs a permission, which this window is refused like
 * every other one; a copy command that a person gave needs none.
 *
 * @param what as a person calls it: "The table"
 */
export function copyText(text: string, what: string): void {
  const put = (event: ClipboardEvent) => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
  };
  document.addEventListener('copy', put, { once: true });
  const isCopied = document.execCommand('copy');
  document.removeEventListener('copy', put);
  if (isCopied) showDone(`${what} is on the clipboard`);
  else showError({ code: 'not-allowed', message: `${what} could not be copied: click into the window and try again` });
}
