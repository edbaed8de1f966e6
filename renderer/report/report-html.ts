/** A report as one HTML file: no script, nothing from elsewhere, and a policy that holds it to that. Well-formed as XML too. */
import { escapeHtml } from './escape-html';
import type { Report, ReportBlock } from './report-blocks';
import { REPORT_STYLE } from './report-style';

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

export function reportHtml({ title, lead, blocks }: Report): string {
  return [
    '<!DOCTYPE html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8" />',
    `<meta http-equiv="Content-Security-Policy" content="${POLICY}" />`,
    '<meta name="viewport" content="width=device-width, initial-scale=1" />',
    `<title>${escapeHtml(title)}</title>`,
    `<style>\n${REPORT_STYLE}\n</style>`,
    '</head>',
    '<body>',
    '<main>',
    `<h1>${escapeHtml(title)}</h1>`,
    ...lead.map((line) => `<p class="lead">${escapeHtml(line)}</p>`),
    ...blocks.map(blockMarkup),
    '</main>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function blockMarkup(block: ReportBlock): string {
  switch (block.kind) {
    case 'heading':
      return `<h${block.level}>${escapeHtml(block.text)}</h${block.level}>`;
    case 'paragraph':
      return `<p>${escapeHtml(block.text)}</p>`;
    case 'warning':
      return `<p class="warning"><strong>Note:</strong> ${escapeHtml(block.text)}</p>`;
    case 'finding':
      return `<p class="finding">${escapeHtml(block.text)}</p>`;
    case 'list':
      return `<ul>\n${block.items.map((item) => `<li>${escapeHtml(item)}</li>`).join('\n')}\n</ul>`;
    case 'table':
      return tableMarkup(block);
    case 'figure': {
      const { caption, picture } = block;
      const image =
        picture.svg ?? `<img src="${escapeHtml(picture.png)}" width="${picture.width}" alt="${escapeHtml(caption)}" />`;
      return `<figure>\n${image}\n<figcaption>${escapeHtml(caption)}</figcaption>\n</figure>`;
    }
    case 'code':
      // A line feed right after <pre> is not part of it.
      return `<pre>\n${escapeHtml(block.text)}</pre>`;
  }
}

function tableMarkup({ caption, columns, rows }: Extract<ReportBlock, { kind: 'table' }>): string {
  const isNumber = (column: number) => columns[column]?.isNumber ?? false;
  const heading = ({ text }: { text: string }, column: number) =>
    `<th scope="col"${isNumber(column) ? ' class="number"' : ''}>${escapeHtml(text)}</th>`;
  const cell = (text: string, column: number) => {
    if (column === 0) return `<th scope="row">${escapeHtml(text)}</th>`;
    const style = isNumber(column) ? 'number' : /^[0-9a-f]{64}$/.test(text) ? 'hash' : '';
    return `<td${style ? ` class="${style}"` : ''}>${escapeHtml(text)}</td>`;
  };
  return [
    '<div class="scroll">',
    '<table>',
    ...(caption === '' ? [] : [`<caption>${escapeHtml(caption)}</caption>`]),
    `<thead><tr>${columns.map(heading).join('')}</tr></thead>`,
    '<tbody>',
    ...rows.map((cells) => `<tr>${cells.map(cell).join('')}</tr>`),
    '</tbody>',
    '</table>',
    '</div>',
  ].join('\n');
}
