import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'

export interface UiFile {
  bytes: Buffer
  /** Content-Type. */
  type: string
  etag: string
  /** Value of Cache-Control. */
  caching: string
}

/** The built page. `not-built`: the folder has none (yet). Null: it has no such file. */
export interface UiFiles {
  find(path: string): Promise<UiFile | 'not-built' | null>
}

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
}

/** Vite puts a hash of the content into these names: what they hold never changes. */
const HASHED = /^\/assets\/.+-[\w-]{8}\.\w+$/
const INDEX = '/index.html'

/**
 * The files of a folder, by the paths of their addresses, read whole at the first request: a page that is built anew
 * under a running core does not get half of each. No path of a request ever meets the file system.
 */
export function createUiFiles(folder: string): UiFiles {
  let files: Promise<ReadonlyMap<string, UiFile>> | null = null
  return {
    async find(path) {
      // A page that is not there, or cannot be read, is looked for again with the next request.
      files ??= readFiles(folder).catch((error: unknown) => {
        files = null
        throw error
      })
      const found = await files
      if (found.has('/')) return found.get(path) ?? null
      files = null
      return path === '/' ? 'not-built' : null
    },
  }
}

/** Empty when the folder is not there. Links are left out: they may lead anywhere. */
async function readFiles(folder: string): Promise<ReadonlyMap<string, UiFile>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return []
      throw error
    },
  )
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const files = await Promise.all(
    paths.map(async (path): Promise<[string, UiFile]> => {
      const name = `/${relative(folder, path).split(sep).join('/')}`
      return [name === INDEX ? '/' : name, fileOf(name, await readFile(path))]
    }),
  )
  return new Map(files)
}

function fileOf(name: string, bytes: Buffer): UiFile {
  const type = TYPES[extname(name).toLowerCase()] ?? 'application/octet-stream'
  const etag = `"${createHash('sha256').update(bytes).digest('base64url')}"`
  return { bytes, type, etag, caching: cachingOf(name) }
}

function cachingOf(name: string): string {
  if (name === INDEX) return 'no-store'
  return HASHED.test(name) ? 'public, max-age=31536000, immutable' : 'no-cache'
}
