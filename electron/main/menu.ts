/** The application menu. What concerns the window's contents is carried out by the window. */
import { Menu, shell, type MenuItemConstructorOptions } from 'electron';
import type { MENU_COMMANDS } from '../../core/contract/ipc';

type MenuCommand = (typeof MENU_COMMANDS)[number];

export interface MenuParts {
  readonly appName: string;
  readonly logFile: string;
  readonly storeFolder: string;
  readonly isPackaged: boolean;
  readonly send: (command: MenuCommand) => void;
}

export function buildMenu({ appName, logFile, storeFolder, isPackaged, send }: MenuParts): Menu {
  const command = (label: string, name: MenuCommand, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    click: () => send(name),
    ...(accelerator === undefined ? {} : { accelerator }),
  });
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  const about = command(`About ${appName}`, 'about');
  const settings = command('Settings…', 'show-settings', 'CmdOrCtrl+,');
  const isMac = process.platform === 'darwin';
  const template: MenuItemConstructorOptions[] = [
    ...(isMac ? [{ label: appName, submenu: [about, separator, settings, separator, { role: 'quit' as const }] }] : []),
    {
      label: '&File',
      submenu: [
        command('New run…', 'new-run', 'CmdOrCtrl+N'),
        command('New sweep…', 'new-sweep'),
        command('Import run…', 'import-run'),
        command('Import run from a bundle…', 'import-bundle'),
        separator,
        ...(isMac ? [] : [settings, separator]),
        isMac ? { role: 'close' } : { role: 'quit' },
      ],
    },
    {
      label: '&Edit',
      submenu: [
        command('Undo delete', 'undo-delete'),
        separator,
        { role: 'undo' },
        { role: 'redo' },
        separator,
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
      ],
    },
    {
      label: '&View',
      submenu: [
        command('Runs', 'show-runs', 'CmdOrCtrl+1'),
        command('Compare', 'show-compare', 'CmdOrCtrl+2'),
        command('Sweeps', 'show-sweeps', 'CmdOrCtrl+3'),
        command('Data', 'show-data', 'CmdOrCtrl+4'),
        command('Predict', 'show-predict'),
        command('Trash', 'show-trash'),
        separator,
        command('Command palette…', 'palette', 'CmdOrCtrl+K'),
        separator,
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
        ...(isPackaged ? [] : [separator, { role: 'reload' as const }, { role: 'toggleDevTools' as const }]),
      ],
    },
    {
      label: '&Help',
      submenu: [
        ...(isMac ? [] : [about, separator]),
        { label: 'Show log file', click: () => shell.showItemInFolder(logFile) },
        { label: 'Show data folder', click: () => void shell.openPath(storeFolder) },
      ],
    },
  ];
  return Menu.buildFromTemplate(template);
}
