/**
 * A report as Markdown: one file, with its figures in it as data addresses at the end, so that the text above stays readable and
 * nothing gets lost when it is sent on.
 */
import { escapeMarkdown, fenced } from './escape-markdown';
import { plainText } from './plain-text';
import type { Picture, Report, ReportBlock, ReportColumn } from './report-blocks';

export function reportMarkdown({ title, lead, blocks }: Report): string {
  const pictures: Picture[] = [];
  const parts = [
    `# ${escapeMarkdown(title)}`,
    lead.map(escapeMarkdown).join('  \n'),
    ...blocks.map((block) => blockText(block, pictures)),
    pictures.map(({ png }, index) => `[figure-${index + 1}]: ${png}`).join('\n'),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function blockText(block: ReportBlock, pictures: Picture[]): string {
  switch (block.kind) {
    case 'heading':
      return `${'#'.repeat(block.level)} ${escapeMarkdown(block.text)}`;
    case 'paragraph':
      return escapeMarkdown(block.text);
    case 'warning':
      return `> **Note:** ${escapeMarkdown(block.text)}`;
    case 'finding':
      return `> ${escapeMarkdown(block.text)}`;
    case 'list':
      return block.items.map((item) => `- ${escapeMarkdown(item)}`).join('\n');
    case 'table':
      return `${markdownTable(block.columns, block.rows)}\n\n${emphasised(block.caption)}`;
    case 'figure': {
      pictures.push(block.picture);
      const caption = escapeMarkdown(block.caption);
      return `![${caption}][figure-${pictures.length}]\n\n${emphasised(block.caption)}`;
    }
    case 'code':
      return fenced(block.language, plainText(block.text));
  }
}

/** Also for a table by itself, on the clipboard. */
export function markdownTable(columns: readonly ReportColumn[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(({ text }) => escapeMarkdown(text))),
    line(columns.map(({ isNumber = false }) => (isNumber ? '--:' : '---'))),
    ...rows.map((cells) => line(cells.map(escapeMarkdown))),
  ].join('\n');
}

function emphasised(text: string): string {
  const escaped = escapeMarkdown(text);
  return escaped === '' ? '' : `_${escaped}_`;
}
