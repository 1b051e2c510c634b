import { resolve } from 'node:path'
import { liveCore } from '../core-access.ts'
import { checkDataFolder, checkGit, checkNode, checkPort, type Check } from '../doctor-checks.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { nowText, plainEnvironment, refuse, type CommandContext } from '../output.ts'
import { DEFAULT_PORT } from '../program-core.ts'
import { checkLines } from '../render/checks.ts'
import { projectFolder } from './run.ts'

/** `baton doctor`: everything a night's run depends on. 0 when nothing is in the way, 1 otherwise. */
export async function doctor(
  { dataDir, io, out }: CommandContext,
  options: { project: string; claude?: string },
): Promise<ExitCode> {
  const project = projectFolder(io.cwd, options.project)
  if (!project.ok) return refuse(out, project.problem)
  const env = plainEnvironment(io.env)
  const claudePath = options.claude?.includes('/') === true ? resolve(io.cwd, options.claude) : options.claude
  const { preflight } = await import('../../agents/claude/preflight.ts')
  const { telemetryChecks } = await import('../telemetry-checks.ts')
  const { transcriptChecks } = await import('../transcript-checks.ts')
  const core = await liveCore(dataDir)
  const checks: Check[] = [
    checkNode(process.versions.node),
    await checkClaude(claudePath, env),
    ...(await preflight({ cwd: project.value, env })),
    await checkGit(project.value, io.env),
    ...(await checkDataFolder(dataDir)),
    await checkPort(DEFAULT_PORT, core?.pid ?? null),
    ...(await telemetryChecks({ dataDir, project: project.value, env, core })),
    ...(await transcriptChecks(dataDir, env)),
  ]
  if (out.json) for (const check of checks) out.object({ type: 'check', at: nowText(), ...check })
  else out.lines(checkLines(checks, out.columns()))
  return checks.some((check) => check.ok === 'problem') ? EXIT.failed : EXIT.completed
}

async function checkClaude(claudePath: string | undefined, env: Record<string, string>): Promise<Check> {
  const { findClaude, KNOWN_VERSION } = await import('../../agents/claude/find.ts')
  const name = 'claude'
  const found = await findClaude({ claudePath, env })
  if (!found.ok) {
    const { thing, cause, remedy } = found.problem
    return { name, ok: 'problem', said: `${thing}: ${cause}`, remedy }
  }
  const { path, version, warning } = found.value
  if (warning === null) return { name, ok: 'ok', said: `${version} at ${path}`, remedy: '' }
  return { name, ok: 'warning', said: warning, remedy: `watch its first sessions, or install version ${KNOWN_VERSION}` }
}
