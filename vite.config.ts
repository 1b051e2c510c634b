import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig, type Plugin } from 'vite'

/**
 * Bundles what runs in Node and in Electron's main process. Every npm dependency stays external: two of them are
 * native, and all of them are installed beside the bundle.
 *
 * The page and the preload have configurations of their own and build into the same folder, so only what this build
 * writes is emptied: entries have fixed names and are written over, chunks are taken away.
 */
const emptyChunks: Plugin = {
  name: 'empty-chunks',
  generateBundle: ({ dir = 'dist' }) => rmSync(join(dir, 'chunks'), { recursive: true, force: true }),
}

export default defineConfig({
  plugins: [emptyChunks],
  ssr: { external: ['electron'] },
  build: {
    ssr: true,
    target: 'node22',
    outDir: 'dist',
    emptyOutDir: false,
    sourcemap: true,
    minify: false,
    rolldownOptions: {
      input: {
        cli: 'main/cli.ts',
        desktop: 'main/index.ts',
        'telemetry-worker': 'main/telemetry/worker.ts',
        'store-worker': 'main/store/worker.ts',
        'git-worker': 'main/checkpoints/git-worker.ts',
        'scan-worker': 'main/discovery/worker.ts',
        'read-worker': 'main/discovery/read-worker.ts',
      },
      output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name].js' },
    },
  },
})
