import { realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { success, type Outcome } from '../../../contract/problem.ts'
import { childEnvironment, configDirOf, reachDirectly } from './environment.ts'
import { makeLaunchFolder, removeLaunch, writePrivate } from './launch-folder.ts'
import { launchSettings } from './settings.ts'
import { usersStatusLine } from './status-line-command.ts'
import { telemetryExport, type TelemetryExport, type TelemetryTarget } from './telemetry-env.ts'
import { settingsLayers } from './user-settings.ts'

export { removeLaunch, removeStaleLaunches } from './launch-folder.ts'

/** One agent process to be. Paths are absolute. */
export interface LaunchSpec {
  launchId: string
  /** A UUID; of a new session, or of the one that goes on. */
  sessionId: string
  mode: 'fresh' | 'resume'
  /** Submitted by the CLI itself as soon as it is up. */
  prompt: string
  cwd: string
  /** Shown in the terminal's title and in the CLI's own lists. */
  label: string
  model?: string | undefined
  permissionMode?: string | undefined
  allowedTools?: string | undefined
  /** Appended to the system prompt: what the recipe cannot say itself. */
  notes?: string | null | undefined
  claudePath: string
  /** The caller's environment, whole. */
  env: Record<string, string>
  /** A folder of this launch alone; made here. */
  launchDir: string
  hookUrl: string
  /** Without `$`: the CLI would take what follows for the name of a variable. */
  hookToken: string
  dataDir: string
  pluginDir: string
  /** Where its telemetry goes, unless it goes elsewhere already. Null: nowhere. */
  telemetry?: TelemetryTarget | null | undefined
}

export interface PreparedLaunch {
  file: string
  args: string[]
  env: Record<string, string>
  cwd: string
  /** Each statusLine reading, as JSON; it appears with the first one and is replaced whole. */
  statusLineFile: string
  settingsFile: string
  /** Null: no telemetry was asked for. */
  telemetry: TelemetryExport | null
}

/**
 * Writes what a launch needs and says how to start it; the spawn itself is the caller's. Problems: `launch-folder`,
 * `launch-file`. A folder that was used before is refused and left as it is.
 */
export async function prepareLaunch(spec: LaunchSpec): Promise<Outcome<PreparedLaunch>> {
  const made = await makeLaunchFolder(spec.launchDir)
  if (!made.ok) return made
  const target = spec.telemetry ?? null
  const direct = reachDirectly(childEnvironment(spec.env), new URL(spec.hookUrl).hostname)
  const env = target === null ? direct : reachDirectly(direct, new URL(target.endpoint).hostname)
  const statusLineFile = join(spec.launchDir, 'status-line.json')
  const settingsFile = join(spec.launchDir, 'settings.json')
  const notesFile = join(spec.launchDir, 'notes.md')
  const layers = await settingsLayers(configDirOf(env), spec.cwd)
  const telemetry = target === null ? null : telemetryExport(target, env, layers)
  const settings = launchSettings({
    hookUrl: spec.hookUrl,
    hookToken: spec.hookToken,
    denied: await pathsOf([spec.dataDir, spec.launchDir]),
    statusLineFile,
    usersStatusLine: usersStatusLine(layers),
    ...(telemetry?.to === 'baton' ? { env: telemetry.variables } : {}),
  })
  const wrote = await writePrivate(settingsFile, `${JSON.stringify(settings, null, 2)}\n`)
  if (!wrote.ok) return wrote
  const noted = spec.notes ? await writePrivate(notesFile, spec.notes) : success(null)
  if (!noted.ok) {
    await removeLaunch(spec.launchDir)
    return noted
  }
  const args = launchArguments(spec, settingsFile, spec.notes ? notesFile : null)
  return success({ file: spec.claudePath, args, env, cwd: spec.cwd, statusLineFile, settingsFile, telemetry })
}

function launchArguments(spec: LaunchSpec, settingsFile: string, notesFile: string | null): string[] {
  return [
    ['--settings', settingsFile],
    [spec.mode === 'fresh' ? '--session-id' : '--resume', spec.sessionId],
    ['--name', spec.label],
    ['--plugin-dir', spec.pluginDir],
    spec.permissionMode ? ['--permission-mode', spec.permissionMode] : [],
    spec.model ? ['--model', spec.model] : [],
    notesFile ? ['--append-system-prompt-file', notesFile] : [],
    // Takes any number of words, so `--` must follow before the prompt.
    spec.allowedTools ? ['--allowedTools', spec.allowedTools] : [],
    ['--', spec.prompt],
  ].flat()
}

/** Folders by the names given and by their real ones, once each; those within another are left to its rule. */
async function pathsOf(folders: string[]): Promise<string[]> {
  const real = await Promise.all(folders.map((folder) => realpath(folder).catch(() => folder)))
  const all = [...new Set([...folders, ...real])]
  return all.filter((path) => !all.some((other) => other !== path && path.startsWith(`${other}/`)))
}
