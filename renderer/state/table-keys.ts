/** @returns how many rows a key moves down, at most as many as there are; 0 for a key that moves none */
export function keyStep(key: string, page: number, rows: number): number {
  switch (key) {
    case 'ArrowDown':
      return 1;
    case 'ArrowUp':
      return -1;
    case 'PageDown':
      return Math.max(1, page);
    case 'PageUp':
      return -Math.max(1, page);
    case 'Home':
      return -rows;
    case 'End':
      return rows;
    default:
      return 0;
  }
}
