import { globSync, statSync } from 'node:fs'
import path from 'node:path'

export interface Build {
  /** Script in package.json. */
  script: string
  /** In words. */
  what: string
  /** What it is made of: globs from the root. */
  sources: readonly string[]
  /** A file that it writes whenever it runs. */
  output: string
}

const SHARED = ['contract/**/*.ts', 'package-lock.json']

export const BUILDS: readonly Build[] = [
  {
    script: 'build:node',
    what: 'the core',
    sources: [...SHARED, 'main/**/*.ts', 'assets/**/*.ts', 'vite.config.ts'],
    output: 'dist/cli.js',
  },
  {
    script: 'build:preload',
    what: 'the preload',
    sources: ['preload/**/*.ts', 'vite.preload.config.ts'],
    output: 'dist/preload.cjs',
  },
  {
    script: 'build:ui',
    what: 'the page',
    sources: [...SHARED, 'renderer/**/*.{ts,tsx,css,html}', 'renderer/public/**', 'vite.ui.config.ts'],
    output: 'dist/ui/index.html',
  },
]

/** The builds whose sources are newer than what they wrote. */
export function staleBuilds(root: string, builds: readonly Build[] = BUILDS): Build[] {
  return builds.filter(({ sources, output }) => {
    const built = modifiedAt(path.join(root, output))
    return globSync([...sources], { cwd: root }).some((file) => modifiedAt(path.join(root, file)) > built)
  })
}

/** ms since the epoch; 0 for what is not there. */
function modifiedAt(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
}
