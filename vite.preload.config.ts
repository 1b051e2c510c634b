import { defineConfig } from 'vite'

/** Bundles the preload: a sandboxed one is a single CommonJS file that may load nothing but `electron`. */
export default defineConfig({
  ssr: { noExternal: true, external: ['electron'] },
  build: {
    ssr: 'preload/index.ts',
    target: 'es2024',
    outDir: 'dist',
    emptyOutDir: false,
    minify: false,
    rolldownOptions: {
      output: { format: 'cjs', entryFileNames: 'preload.cjs', codeSplitting: false },
    },
  },
})
