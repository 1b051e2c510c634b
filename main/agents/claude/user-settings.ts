import { readdir, readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { z } from 'zod'

/** Variables of `env` that say where telemetry goes; those that hold secrets are only known to be there. */
const TELEMETRY_VARIABLE = /^(OTEL_|CLAUDE_CODE_ENABLE_TELEMETRY$|(CLAUDE_CODE_|ENABLE_)ENHANCED_TELEMETRY_BETA$)/
const SECRET_VARIABLE = /HEADERS|CLIENT_KEY/
export const SECRET_VALUE = '(set)'

const TelemetryVariables = z.record(z.string(), z.unknown()).transform((variables) =>
  Object.fromEntries(
    Object.entries(variables).flatMap(([name, value]): [string, string][] => {
      const plain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      if (!plain || !TELEMETRY_VARIABLE.test(name)) return []
      return [[name, SECRET_VARIABLE.test(name) && value !== '' ? SECRET_VALUE : String(value)]]
    }),
  ),
)

/** The keys of a settings file that Baton asks about; everything else passes unseen. */
const Settings = z.object({
  env: TelemetryVariables.optional().catch(undefined),
  statusLine: z.looseObject({ command: z.string() }).optional().catch(undefined),
  disableAllHooks: z.boolean().optional().catch(undefined),
  allowManagedHooksOnly: z.boolean().optional().catch(undefined),
  allowedHttpHookUrls: z.array(z.string()).optional().catch(undefined),
  skipDangerousModePermissionPrompt: z.boolean().optional().catch(undefined),
  apiKeyHelper: z
    .unknown()
    .transform((value) => (value === undefined ? undefined : true))
    .optional(),
})
export type ClaudeSettings = z.infer<typeof Settings>

/** One settings file that exists. `settings` null: it is no JSON object, the CLI ignores it. */
export interface SettingsLayer {
  file: string
  kind: 'user' | 'project' | 'local' | 'managed'
  settings: ClaudeSettings | null
}

/** Where an organisation's settings lie, by platform. Source: Claude Code docs, "settings". */
export function managedDir(platform: NodeJS.Platform = process.platform): string {
  if (platform === 'darwin') return '/Library/Application Support/ClaudeCode'
  return platform === 'win32' ? 'C:\\Program Files\\ClaudeCode' : '/etc/claude-code'
}

/**
 * The settings files that apply to a project, weakest first: the user's, the project's, the project's local ones, the
 * organisation's. Files that do not exist are left out.
 */
export async function settingsLayers(
  configDir: string,
  project: string,
  organisation: string = managedDir(),
): Promise<SettingsLayer[]> {
  const places: [SettingsLayer['kind'], string][] = [
    ['user', join(configDir, 'settings.json')],
    ['project', join(project, '.claude', 'settings.json')],
    ['local', join(project, '.claude', 'settings.local.json')],
    ['managed', join(organisation, 'managed-settings.json')],
    ...(await dropIns(organisation)).map((file): [SettingsLayer['kind'], string] => ['managed', file]),
  ]
  const layers = await Promise.all(
    places.map(async ([kind, file]) => {
      const text = await readIfThere(file)
      return text === null ? null : { file, kind, settings: parse(text) }
    }),
  )
  return layers.filter((layer) => layer !== null)
}

/** The text of a file, or null when it does not exist or may not be read. */
export async function readIfThere(file: string): Promise<string | null> {
  // What we may not read, the CLI that runs as the same user may not read either.
  return readFile(file, 'utf8').catch(() => null)
}

/** The folder and those above it up to its repository's root; only itself outside a repository. */
export async function foldersUpToRoot(folder: string): Promise<string[]> {
  const above: string[] = []
  for (let at = resolve(folder); ; at = dirname(at)) {
    above.push(at)
    // oxlint-disable-next-line no-await-in-loop -- each step depends on the one below
    if (await holdsGit(at)) return above
    if (dirname(at) === at) return [resolve(folder)]
  }
}

async function holdsGit(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch((): string[] => [])
  return names.includes('.git')
}

async function dropIns(organisation: string): Promise<string[]> {
  const folder = join(organisation, 'managed-settings.d')
  const names = await readdir(folder).catch((): string[] => [])
  return names
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => join(folder, name))
}

function parse(text: string): ClaudeSettings | null {
  try {
    return Settings.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}
