import { EventEmitter } from 'node:events'
import { fileURLToPath } from 'node:url'
import { runInNewContext } from 'node:vm'
import { build } from 'vite'
import { beforeAll, expect, it } from 'vitest'

let code = ''
beforeAll(async () => {
  const root = fileURLToPath(new URL('..', import.meta.url))
  const built = await build({
    root,
    configFile: fileURLToPath(new URL('../vite.preload.config.ts', import.meta.url)),
    build: { write: false },
    logLevel: 'silent',
  })
  const [bundle] = Array.isArray(built) ? built : [built]
  if (bundle === undefined || !('output' in bundle)) throw new Error('the preload was not built')
  if (bundle.output.length > 1) throw new Error('a sandboxed preload is one file')
  code = bundle.output[0].code
})

/** Runs the built preload as a sandboxed page would: `require` knows `electron` and nothing else. */
function loaded() {
  const ipc = new EventEmitter()
  const required: string[] = []
  const exposed: Record<string, unknown> = {}
  const posted: unknown[][] = []
  const electron = {
    ipcRenderer: { on: (channel: string, listener: (...args: unknown[]) => void) => ipc.on(channel, listener) },
    contextBridge: { exposeInMainWorld: (name: string, value: unknown) => (exposed[name] = value) },
  }
  runInNewContext(code, {
    require: (name: string) => {
      required.push(name)
      return name === 'electron' ? electron : undefined
    },
    exports: {},
    module: { exports: {} },
    process: { platform: 'linux' },
    location: { origin: 'app://baton' },
    window: { postMessage: (...args: unknown[]) => posted.push(args) },
  })
  return { ipc, required, exposed, posted }
}

it('hands the port to its own page, and listens to nothing else', () => {
  const { ipc, posted } = loaded()
  expect(ipc.eventNames()).toEqual(['baton-port'])
  const port = { a: 'port' }
  ipc.emit('baton-port', { ports: [port] }, 'ignored')
  expect(posted).toEqual([['baton-port', 'app://baton', [port]]])
})

it('gives the page no function of Electron or Node', () => {
  const { required, exposed } = loaded()
  expect(required).toEqual(['electron'])
  expect(exposed).toEqual({ desktop: { platform: 'linux' } })
})
