import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { failure, success, type Outcome } from '../../contract/problem.ts'
import { configDirOf, withoutKeys } from '../agents/claude/environment.ts'
import { findClaude } from '../agents/claude/find.ts'
import { prepareLaunch, removeLaunch } from '../agents/claude/launch.ts'
import { resolveRecipe } from '../agents/claude/recipe.ts'
import { projectKey, type TelemetryTarget } from '../agents/claude/telemetry-env.ts'
import { hostSession, type LastScreen } from '../sessions/hosted-session.ts'
import { registeredSession } from '../sessions/registered.ts'
import type { Store } from '../store/types.ts'
import type { Launcher, ReadyLaunch } from './driver/ports.ts'
import type { CyclerState, Launch } from './state.ts'
import { vacantPorts } from './vacant-ports.ts'
import { adoptedText, interruptedText } from './words.ts'

/** 256 bits: not to be guessed. */
const TOKEN_BYTES = 32

export interface LauncherParts {
  store: Store
  dataDir: string
  pluginDir: string
  /** Where launches post their hooks; asked at each launch, because the server may listen after us. */
  hookBase(): string
  /** Where the telemetry of launches goes, asked at each; null: nowhere. */
  otlpEndpoint?(): string | null
  /** Their traces go with it. */
  hostedTraces?(): boolean
  /** The receiver's ports by the settings, where a core of its own ports does not listen. */
  usualOtlpPorts?(): number[]
  /** The environment variable that holds keys for forwarding, which are no agent's business; null: none. */
  forwardVariable?(): string | null
  /** A launch whose telemetry is left as its user or organisation has set it: by which file, and how. */
  telemetryLeft?(launchId: string, where: string, why: string): void
  /** Told each token, so that no log ever shows it. */
  hide(secret: string): void
  /** What a launch's terminal showed last is on its way. */
  lastScreen?(launchId: string, screen: Promise<LastScreen>): void
}

export interface ClaudeLauncher extends Launcher {
  /** The bearer of a launch's hooks; null: there is no such launch here. */
  tokenOf(launchId: string): string | null
}

export function launchesDir(dataDir: string): string {
  return path.join(dataDir, 'launches')
}

/** Prepares and starts Claude Code for a series. */
export function createLauncher(parts: LauncherParts): ClaudeLauncher {
  const tokens = new Map<string, string>()
  const found = new Map<string, string>()

  async function claude(claudePath: string | undefined, env: Record<string, string>): Promise<Outcome<string>> {
    const key = `${claudePath ?? ''}\n${env['PATH'] ?? ''}`
    const known = found.get(key)
    if (known !== undefined) return success(known)
    const located = await findClaude({ claudePath, env })
    if (!located.ok) return located
    found.set(key, located.value.path)
    return success(located.value.path)
  }

  return {
    tokenOf: (launchId) => tokens.get(launchId) ?? null,
    async prepare(state, { policy, env, restart }) {
      const { launch } = state
      if (launch === null) throw new Error('prepare: no launch is intended')
      const alone = launch.mode === 'resume' ? await livesNowhere(launch.sessionId, env) : success(null)
      if (!alone.ok) return alone
      const program = await claude(policy.claudePath, env)
      if (!program.ok) return program
      const token = randomBytes(TOKEN_BYTES).toString('base64url')
      parts.hide(token)
      const launchDir = path.join(launchesDir(parts.dataDir), launch.id)
      const first = await firstPrompt(state, launch, policy.recipe, env, restart)
      await removeLaunch(launchDir)
      const prepared = await prepareLaunch({
        launchId: launch.id,
        sessionId: launch.sessionId,
        mode: launch.mode,
        prompt: first.prompt,
        notes: first.notes,
        cwd: state.project,
        label: `${state.task} · ${launch.n}`,
        model: policy.model,
        permissionMode: policy.permissionMode,
        allowedTools: policy.allowedTools,
        claudePath: program.value,
        env: withoutKeys(env, parts.forwardVariable?.() ?? null),
        launchDir,
        hookUrl: `${parts.hookBase()}/hooks/${launch.id}`,
        hookToken: token,
        dataDir: parts.dataDir,
        pluginDir: parts.pluginDir,
        telemetry: await telemetryTarget(parts, state, launch),
      })
      if (!prepared.ok) return prepared
      const { telemetry } = prepared.value
      if (telemetry?.to === 'left') parts.telemetryLeft?.(launch.id, telemetry.where, telemetry.why)
      tokens.set(launch.id, token)
      const ready: ReadyLaunch = {
        argv: [prepared.value.file, ...prepared.value.args],
        spawn: (events) =>
          hostSession({
            launchId: launch.id,
            sessionId: launch.sessionId,
            prepared: prepared.value,
            store: parts.store,
            events,
            lastScreen: (screen) => parts.lastScreen?.(launch.id, screen),
          }),
        async discard() {
          tokens.delete(launch.id)
          await removeLaunch(launchDir)
        },
      }
      return success(ready)
    },
  }
}

/** Two processes of one session would write over each other: a person may have gone on with it by hand. */
async function livesNowhere(sessionId: string, env: Record<string, string>): Promise<Outcome<null>> {
  const live = await registeredSession(configDirOf(env), sessionId)
  if (live === null) return success(null)
  const remedy = 'Leave it there with /exit'
  return failure('session-lives', `session ${sessionId}`, `it lives in process ${live.pid} already`, remedy)
}

async function telemetryTarget(
  parts: LauncherParts,
  state: CyclerState,
  launch: Launch,
): Promise<TelemetryTarget | null> {
  const endpoint = parts.otlpEndpoint?.() ?? null
  if (endpoint === null) return null
  return {
    endpoint,
    launchId: launch.id,
    seriesId: state.id,
    project: projectKey(state.project),
    traces: parts.hostedTraces?.() ?? false,
    vacant: await vacantPorts(parts.usualOtlpPorts?.() ?? []),
  }
}

async function firstPrompt(
  state: CyclerState,
  launch: Launch,
  policyRecipe: string | undefined,
  env: Record<string, string>,
  restart: string[],
): Promise<{ prompt: string; notes: string | null }> {
  const recipe = await resolveRecipe({
    policyRecipe,
    project: state.project,
    configDir: configDirOf(env),
    task: state.task,
    first: launch.checkpoint === 0,
    restart,
  })
  // A resumed session has its recipe behind it; its notes are said again, since flags are not kept.
  return { prompt: promptOf(state, launch, recipe.prompt), notes: recipe.notes }
}

function promptOf(state: CyclerState, launch: Launch, recipe: string): string {
  if (launch.prompt === 'adopted') return adoptedText(state)
  return launch.prompt === 'interrupted' ? interruptedText() : recipe
}
