import { HYPERPARAMETERS, type HyperparameterDescription } from '../../core/contract/hyperparameters';

/** The README's table of hyperparameters, written from their one description. */
export function hyperparameterTable(): string {
  const rows = Object.entries<HyperparameterDescription>(HYPERPARAMETERS).map(([name, description]) => [
    `\`${name}\``,
    description.label,
    values(description),
    String(description.default),
    description.explanation,
  ]);
  const table = [['name', 'in the window', 'values', 'default', 'what it does'], ...rows];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const lines = table.map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`);
  lines.splice(1, 0, `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`);
  return lines.join('\n');
}

function values(description: HyperparameterDescription): string {
  switch (description.kind) {
    case 'number': {
      const { minimum, maximum, exclusiveMinimum } = description;
      return `${exclusiveMinimum ? 'above ' : ''}${minimum} to ${maximum}`;
    }
    case 'choice':
      return Object.keys(description.choices).join(', ');
    case 'switch':
      return 'true, false';
  }
}
