import type {
  App,
  BrowserWindow,
  BrowserWindowConstructorOptions,
  Menu,
  MenuItemConstructorOptions,
  MessageBoxOptions,
  MessageBoxReturnValue,
  MessagePortMain,
  NativeImage,
  NativeTheme,
  Notification,
  NotificationConstructorOptions,
  PowerMonitor,
  PowerSaveBlocker,
  Protocol,
  Screen,
  Session,
  Shell,
  Tray,
  WebContents,
  WebFrameMain,
} from 'electron'

/** What the shell uses of Electron, and nothing more: `main/index.ts` gives the real one, tests a fake of the same types. */
export interface ElectronParts {
  app: AppPart
  BrowserWindow: new (options: BrowserWindowConstructorOptions) => WindowPart
  Menu: {
    buildFromTemplate(template: MenuItemConstructorOptions[]): Menu
    setApplicationMenu(menu: Menu | null): void
  }
  MessageChannelMain: new () => { port1: MessagePortMain; port2: MessagePortMain }
  Notification: {
    new (options: NotificationConstructorOptions): NotificationPart
    isSupported(): boolean
  }
  Tray: new (image: NativeImage) => TrayPart
  dialog: {
    showMessageBox(options: MessageBoxOptions): Promise<MessageBoxReturnValue>
    showErrorBox(title: string, content: string): void
  }
  nativeImage: { createFromPath(path: string): NativeImage }
  nativeTheme: Pick<NativeTheme, 'shouldUseDarkColors' | 'themeSource' | 'on'>
  powerMonitor: Pick<PowerMonitor, 'on'>
  powerSaveBlocker: Pick<PowerSaveBlocker, 'start' | 'stop'>
  protocol: Pick<Protocol, 'registerSchemesAsPrivileged' | 'handle'>
  screen: Pick<Screen, 'getAllDisplays'>
  session: { readonly defaultSession: SessionPart }
  shell: Pick<Shell, 'openExternal'>
}

export type AppPart = Pick<
  App,
  | 'enableSandbox'
  | 'exit'
  | 'getAppPath'
  | 'getLoginItemSettings'
  | 'isPackaged'
  | 'on'
  | 'quit'
  | 'requestSingleInstanceLock'
  | 'setAppUserModelId'
  | 'setLoginItemSettings'
  | 'setPath'
  | 'whenReady'
>

export type WindowPart = Pick<
  BrowserWindow,
  | 'destroy'
  | 'flashFrame'
  | 'focus'
  | 'getNormalBounds'
  | 'hide'
  | 'isDestroyed'
  | 'isMaximized'
  | 'isMinimized'
  | 'isVisible'
  | 'loadURL'
  | 'maximize'
  | 'on'
  | 'once'
  | 'restore'
  | 'setBackgroundColor'
  | 'setProgressBar'
  | 'show'
> & { readonly webContents: ContentsPart }

export type ContentsPart = Pick<WebContents, 'isDestroyed' | 'on' | 'reload' | 'setWindowOpenHandler'> & {
  readonly mainFrame: Pick<WebFrameMain, 'postMessage' | 'url'>
}

export type NotificationPart = Pick<Notification, 'close' | 'on' | 'show'>

export type TrayPart = Pick<Tray, 'destroy' | 'on' | 'setContextMenu' | 'setImage' | 'setTitle' | 'setToolTip'>

export type SessionPart = Pick<
  Session,
  'setDevicePermissionHandler' | 'setPermissionCheckHandler' | 'setPermissionRequestHandler'
>
