import { readFile } from 'node:fs/promises'
import { readdirSync, type Dirent } from 'node:fs'
import path from 'node:path'
import type { ElectronParts } from './electron-parts.ts'
import { APP_SCHEME, isOurs } from './origin.ts'

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

/** To be called before the app is ready: what a scheme may do is settled when Chromium starts. */
export function registerAppScheme(protocol: Pick<ElectronParts['protocol'], 'registerSchemesAsPrivileged'>): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

/** Serves the built page at `app://baton/`, with the same headers as the server gives it. */
export function serveAppScheme(
  protocol: Pick<ElectronParts['protocol'], 'handle'>,
  folder: string,
  headers: Readonly<Record<string, string>>,
): void {
  protocol.handle(APP_SCHEME, pageResponder(folder, headers))
}

/**
 * Answers from a list of files that is read once: what is not on it does not exist, however its address is written.
 * A missing folder makes an empty list.
 */
export function pageResponder(
  folder: string,
  headers: Readonly<Record<string, string>>,
): (request: Request) => Promise<Response> {
  const files = new Map(listFiles(folder))
  const refuse = (status: number, text: string): Response =>
    new Response(text, { status, headers: { ...headers, 'content-type': 'text/plain; charset=utf-8' } })

  return async (request) => {
    if (!isOurs(request.url)) return refuse(403, 'no such host')
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405, 'only GET')
    const { pathname } = new URL(request.url)
    const file = files.get(pathname === '/' ? '/index.html' : pathname)
    if (file === undefined) return refuse(404, 'not found')
    const type = TYPES[path.extname(file).toLowerCase()]
    if (type === undefined) return refuse(404, 'not found')
    const body = request.method === 'HEAD' ? null : await readFile(file)
    return new Response(body, { headers: { ...headers, 'content-type': type } })
  }
}

/** Addresses and the files they mean. Links are left out: they may lead out of the folder. */
function listFiles(folder: string, address = ''): [string, string][] {
  return entriesOf(folder).flatMap((entry) => {
    const below = path.join(folder, entry.name)
    const belowAddress = `${address}/${encodeURIComponent(entry.name)}`
    if (entry.isDirectory()) return listFiles(below, belowAddress)
    return entry.isFile() ? [[belowAddress, below] as [string, string]] : []
  })
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
