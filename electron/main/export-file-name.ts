import type { ExportFormat } from '../../core/contract/ipc';
import type { RunDocument } from '../../core/contract/run';

/** A run's name as a file name that every system takes. */
export function exportFileName({ configuration }: RunDocument, format: ExportFormat): string {
  const name = configuration.name.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').replaceAll(/^[-.]+|-+$/g, '');
  return `${name || 'weights'}.${format}`;
}
