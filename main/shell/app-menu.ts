import type { MenuItemConstructorOptions } from 'electron'

/**
 * The application's menu. macOS copies and pastes by its Edit menu only. What reloads the page or opens its tools is
 * there for developers alone.
 */
export function appMenu(platform: NodeJS.Platform, developer: boolean, quit: () => void): MenuItemConstructorOptions[] {
  const mac = platform === 'darwin'
  const quitItem: MenuItemConstructorOptions = { label: 'Quit Baton', accelerator: 'CmdOrCtrl+Q', click: quit }
  return [
    ...(mac
      ? [
          {
            label: 'Baton',
            submenu: [
              { role: 'about' },
              { type: 'separator' },
              { role: 'services' },
              { type: 'separator' },
              { role: 'hide' },
              { role: 'hideOthers' },
              { role: 'unhide' },
              { type: 'separator' },
              quitItem,
            ],
          } satisfies MenuItemConstructorOptions,
        ]
      : [{ label: '&File', submenu: [{ role: 'close' }, quitItem] } satisfies MenuItemConstructorOptions]),
    {
      label: '&Edit',
      submenu: [
        { role: 'undo' },
        { role: 'redo' },
        { type: 'separator' },
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
      ],
    },
    {
      label: '&View',
      submenu: [
        ...(developer
          ? ([
              { role: 'reload' },
              { role: 'toggleDevTools' },
              { type: 'separator' },
            ] as const satisfies MenuItemConstructorOptions[])
          : []),
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
  ]
}
