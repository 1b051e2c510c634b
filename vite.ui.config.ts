import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/**
 * Bundles the page, as `baton serve` and `app://` give it out. Its policy is `script-src 'self'; font-src 'self'`:
 * nothing is put inline.
 */
export default defineConfig({
  root: 'renderer',
  plugins: [react(), tailwindcss()],
  build: {
    outDir: '../dist/ui',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // kB; xterm with its addons is 510, and waits until a terminal is opened.
    chunkSizeWarningLimit: 600,
    rolldownOptions: {
      output: {
        // What every screen needs is one file; the heavy libraries wait until a screen imports them (`import()`).
        codeSplitting: {
          groups: [
            // One file, in the order of their imports: `no-eval.ts` must come before the first schema.
            { name: 'contract', test: /node_modules\/zod\/|\/contract\/|renderer\/client\/no-eval/ },
            { name: 'react', test: /node_modules\/(react|react-dom|scheduler|zustand|wouter)\// },
            { name: 'terminal', test: /node_modules\/@xterm\// },
            { name: 'chart', test: /node_modules\/uplot\// },
          ],
        },
      },
    },
  },
})
