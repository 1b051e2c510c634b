import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

/**
 * Bundles modules as the product ships them (`vite.config.ts`), so that a bench does not time Node's type stripping.
 * `entries`: name of the output without `.js` to path from the repository's root.
 */
export async function bundle(entries: Record<string, string>, outDir: string): Promise<void> {
  const root = fileURLToPath(new URL('..', import.meta.url))
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: true,
      target: 'node22',
      outDir,
      emptyOutDir: true,
      minify: false,
      rollupOptions: {
        input: Object.fromEntries(Object.entries(entries).map(([name, path]) => [name, join(root, path)])),
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name].js' },
      },
    },
  })
  await writeFile(join(outDir, 'package.json'), '{"type":"module"}')
}
