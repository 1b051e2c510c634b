import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { DEFAULT_POLICY, Policy, PolicyLayer } from '../../contract/policy.ts'
import { failure, success, type Outcome } from '../../contract/problem.ts'

/** `settings.json` of the data folder: the person's own layers. Nothing that acts is read from a project. */
const Settings = z.strictObject({
  policy: PolicyLayer.optional(),
  /** By the project's real path. */
  projects: z.record(z.string(), PolicyLayer).optional(),
})

/** Flags › project › global settings › default. Problem: `settings-malformed`. */
export async function resolvePolicy(dataDir: string, project: string, flags: PolicyLayer): Promise<Outcome<Policy>> {
  const settings = await readSettings(dataDir)
  if (!settings.ok) return settings
  const { policy: global, projects } = settings.value
  return success(Policy.parse({ ...DEFAULT_POLICY, ...given(global), ...given(projects?.[project]), ...given(flags) }))
}

async function readSettings(dataDir: string): Promise<Outcome<z.infer<typeof Settings>>> {
  const file = path.join(dataDir, 'settings.json')
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return success({})
    throw error
  }
  try {
    return success(Settings.parse(JSON.parse(text)))
  } catch (error) {
    const cause = error instanceof z.ZodError ? z.prettifyError(error).replace(/\s+/g, ' ') : String(error)
    return failure('settings-malformed', file, cause, 'correct it, or remove it to use the defaults')
  }
}

/** A layer without the fields that it leaves open. */
function given(layer: PolicyLayer | undefined): PolicyLayer {
  return Object.fromEntries(Object.entries(layer ?? {}).filter(([, value]) => value !== undefined))
}
