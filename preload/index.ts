import { contextBridge, ipcRenderer } from 'electron'
import { PORT_MESSAGE } from '../contract/channel.ts'

// Each load of the page gets a port to the core, and another one when its connection broke.
ipcRenderer.on(PORT_MESSAGE, (event) => window.postMessage(PORT_MESSAGE, location.origin, [...event.ports]))

contextBridge.exposeInMainWorld('desktop', { platform: process.platform })
