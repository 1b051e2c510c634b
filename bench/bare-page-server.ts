import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { build } from 'vite'

export interface BarePageServer {
  url: string
  close(): void
}

const TYPES: Record<string, string> = { '.js': 'text/javascript', '.html': 'text/html' }

/** One button in React, from a bare `node:http` server that keeps its files in memory and lets them be cached. */
export async function startBarePage(outDir: string): Promise<BarePageServer> {
  const root = join(import.meta.dirname, 'bare-page')
  await build({ root, configFile: false, logLevel: 'error', build: { outDir, emptyOutDir: true } })
  const files = new Map<string, Buffer>()
  const server = createServer(({ url = '/' }, response) => {
    const path = url === '/' ? '/index.html' : url
    if (!/^\/(index\.html|assets\/[\w.-]+)$/.test(path)) return void response.writeHead(404).end()
    const bytes = files.get(path) ?? readFileSync(join(outDir, path))
    files.set(path, bytes)
    const caching = path === '/index.html' ? 'no-store' : 'public, max-age=31536000, immutable'
    response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'text/plain', 'cache-control': caching })
    response.end(bytes)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}
