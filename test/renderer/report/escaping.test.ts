import { describe, expect, it } from 'vitest';
import { csvTable } from '../../../renderer/report/csv-table';
import { escapeHtml } from '../../../renderer/report/escape-html';
import { escapeMarkdown, fenced } from '../../../renderer/report/escape-markdown';

describe('text in HTML', () => {
  it('has no markup, and leaves no attribute', () => {
    expect(escapeHtml(`<script>alert("1")</script> & 'x'`)).toBe(
      '&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;',
    );
  });

  it('has no control characters and no half characters, which no document may hold', () => {
    expect(escapeHtml('a\u0000b\u001bc\ud800d\ne')).toBe('abc\ufffdd\ne');
  });
});

describe('text in Markdown', () => {
  it.each([
    ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
    ['a | b', 'a \\| b'],
    ['`code` *bold* _it_ ~~no~~', '\\`code\\` \\*bold\\* \\_it\\_ \\~\\~no\\~\\~'],
    ['[x](javascript:alert(1)) ![y](z)', '\\[x\\](javascript:alert(1)) \\!\\[y\\](z)'],
    ['C:\\temp & co', 'C:\\\\temp &amp; co'],
    ['# no heading', '\\# no heading'],
    ['- no list', '\\- no list'],
    ['+1 % better', '\\+1 % better'],
    ['1. no list', '1\\. no list'],
    ['2) no list', '2\\) no list'],
    ['0.05 ppm, −0.2 and 10 runs', '0.05 ppm, −0.2 and 10 runs'],
    ['see https://example.com, www.example.com, a@b.c', 'see https\\://example.com, www\\.example.com, a&#64;b.c'],
    ['two\nlines\r\n| --- |', 'two lines \\| --- \\|'],
    ['$x$ is no formula', '\\$x\\$ is no formula'],
  ])('%j is read as it stands', (text, escaped) => {
    expect(escapeMarkdown(text)).toBe(escaped);
  });

  it('cannot end a block of code', () => {
    expect(fenced('json', '"name": "```\\n````"')).toBe('`````json\n"name": "```\\n````"\n`````');
    expect(fenced('json', '{}')).toBe('```json\n{}\n```');
  });
});

it('CSV quotes what needs it, and gives no spreadsheet a formula', () => {
  const rows = [
    ['=HYPERLINK("x")', '-1.5e-3', '+1'],
    ['@me', '-x', 'a,"b"\nc'],
  ];
  expect(csvTable(['Run', 'a', 'b'], rows)).toBe(
    'Run,a,b\r\n"\'=HYPERLINK(""x"")",-1.5e-3,+1\r\n\'@me,\'-x,"a,""b""\nc"\r\n',
  );
});
