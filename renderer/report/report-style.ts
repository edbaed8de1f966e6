/** The style sheet of a report: for a screen, light or dark as the reader has it, and for paper. Figures are drawn on white. */
export const REPORT_STYLE = `
:root { color-scheme: light; --text: #1a1e26; --muted: #59626f; --border: #d5d9e0; --soft: #f4f5f7; --warn: #8f5200; --warn-ground: #fdf5e6; --accent: #2f5bd7; }
* { box-sizing: border-box; }
body { margin: 0; background: #fff; color: var(--text); font: 15px/1.55 'Inter Variable', Inter, system-ui, 'Segoe UI', Roboto, sans-serif; }
main { max-width: 980px; margin: 0 auto; padding: 48px 32px 96px; }
h1 { margin: 0 0 8px; font-size: 28px; line-height: 1.2; letter-spacing: -0.01em; overflow-wrap: anywhere; }
h2 { margin: 40px 0 12px; padding-bottom: 6px; border-bottom: 1px solid var(--border); font-size: 19px; line-height: 1.3; }
h3 { margin: 28px 0 8px; font-size: 16px; line-height: 1.3; overflow-wrap: anywhere; }
p, ul { margin: 0 0 12px; overflow-wrap: anywhere; }
ul { padding-left: 20px; }
.lead { margin: 0; color: var(--muted); }
.finding { margin: 0 0 12px; padding: 12px 16px; border-left: 4px solid var(--accent); background: var(--soft); font-size: 16px; }
.warning { margin: 0 0 12px; padding: 10px 16px; border-left: 4px solid var(--warn); background: var(--warn-ground); }
figure { margin: 16px 0 24px; }
figure img, figure svg { display: block; max-width: 100%; height: auto; }
figcaption, caption { color: var(--muted); font-size: 13px; text-align: left; }
figcaption { margin-top: 6px; }
caption { padding-bottom: 6px; }
.scroll { margin: 0 0 20px; overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: 13px; line-height: 1.4; font-variant-numeric: tabular-nums; }
th, td { padding: 5px 10px; border-bottom: 1px solid var(--border); text-align: left; vertical-align: top; }
thead th { border-bottom: 2px solid var(--border); color: var(--muted); font-weight: 600; }
tbody th { min-width: 130px; font-weight: 500; overflow-wrap: anywhere; }
.number { text-align: right; white-space: nowrap; }
.hash { font-family: ui-monospace, 'DejaVu Sans Mono', monospace; font-size: 11px; overflow-wrap: anywhere; }
pre { margin: 0 0 16px; padding: 12px 16px; border: 1px solid var(--border); border-radius: 6px; background: var(--soft); overflow-x: auto; font: 12px/1.5 ui-monospace, 'DejaVu Sans Mono', monospace; }
svg text { font-family: system-ui, sans-serif; }
@page { margin: 16mm 14mm; }
@media print {
  body { font-size: 10.5pt; }
  main { max-width: none; padding: 0; }
  h2, h3 { break-after: avoid; }
  figure, tr, .finding, .warning { break-inside: avoid; }
  thead { display: table-header-group; }
  .scroll { overflow: visible; }
  table { font-size: 8.5pt; }
  th, td { padding: 3px 6px; }
  .number { white-space: normal; }
  pre { border: 0; white-space: pre-wrap; overflow-wrap: anywhere; font-size: 8pt; }
  .finding, .warning, pre { print-color-adjust: exact; }
}
`.trim();
