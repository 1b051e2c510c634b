import envPaths from 'env-paths'
import { resolve } from 'node:path'

/** The data folder: `--data-dir`, else BATON_DATA_DIR, else the platform's own place for data. Absolute. */
export function dataDirectory(flag: string | undefined, env: NodeJS.ProcessEnv, cwd: string): string {
  const chosen = flag ?? (env.BATON_DATA_DIR === '' ? undefined : env.BATON_DATA_DIR)
  return chosen === undefined ? envPaths('baton', { suffix: '' }).data : resolve(cwd, chosen)
}
