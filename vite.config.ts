import { defineConfig } from 'vite'

/**
 * Bundles what runs in Node. Every npm dependency stays external: two of them are native, and all of
 * them are installed beside the bundle.
 */
export default defineConfig({
  build: {
    ssr: true,
    target: 'node22',
    outDir: 'dist',
    emptyOutDir: true,
    sourcemap: true,
    minify: false,
    rollupOptions: {
      input: {
        cli: 'main/cli.ts',
        'store-worker': 'main/store/worker.ts',
        'git-worker': 'main/checkpoints/git-worker.ts',
        'corpus-worker': 'main/agents/claude/transcript/read-all-worker.ts',
      },
      output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name].js' },
    },
  },
})
