import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { ask } from '../e2e/support/hand-played.ts'
import { startHookServer } from '../e2e/support/hook-server.ts'
import type { Project } from '../e2e/support/project.ts'
import { CLAUDE, type World } from '../e2e/support/world.ts'
import { describeProblem } from '../contract/problem.ts'
import { configDirOf } from '../main/agents/claude/environment.ts'
import { prepareLaunch } from '../main/agents/claude/launch.ts'
import { resolveRecipe } from '../main/agents/claude/recipe.ts'
import { assetsFolder } from '../main/package/files.ts'
import { openTerminal, type Terminal } from '../main/sessions/terminal.ts'

export interface Restarts {
  close(): Promise<void>
}

/** Between two looks whether the process is gone, ms. */
const GONE_CHECK_MS = 5

/**
 * The least that a handover can be: bare `claude` in a terminal, told at its first `Stop` to write the handover, ended by SIGTERM
 * at its second, and started again as soon as it is gone. Hooks, status line, plugin, prompt and arguments are those of a launch
 * of Baton's; nothing is verified, kept or written down.
 */
export async function startBareRestarts(
  world: World,
  project: Project,
  flags: { permissionMode: string; allowedTools: string },
): Promise<Restarts> {
  const stops = new Map<string, number>()
  const hooks = await startHookServer((hook) => {
    if (hook.hook_event_name !== 'Stop') return {}
    const count = (stops.get(hook.session_id) ?? 0) + 1
    stops.set(hook.session_id, count)
    if (count === 1) return ask.checkpoint(project)
    void restart()
    return {}
  })
  const recipe = await resolveRecipe({
    project: project.path,
    configDir: configDirOf(world.env),
    task: project.task,
    first: false,
  })
  const sessionId = randomUUID()
  const prepared = await prepareLaunch({
    launchId: 'peer',
    sessionId,
    mode: 'fresh',
    prompt: recipe.prompt,
    notes: recipe.notes,
    cwd: project.path,
    label: project.task,
    ...flags,
    claudePath: CLAUDE,
    env: world.env,
    launchDir: join(world.root, 'bare', 'launch'),
    hookUrl: hooks.url,
    hookToken: 'none',
    dataDir: world.dataDir,
    pluginDir: join(assetsFolder(), 'plugin'),
  })
  if (!prepared.ok) throw new Error(describeProblem(prepared.problem))
  const { file, args, env, cwd } = prepared.value
  let ended = false
  let terminal = start(sessionId)

  function start(id: string): Terminal {
    const opened = openTerminal({ file, args: args.map((word) => (word === sessionId ? id : word)), env, cwd })
    if (!opened.ok) throw new Error(describeProblem(opened.problem))
    return opened.value
  }

  async function restart(): Promise<void> {
    const old = terminal
    process.kill(old.pid, 'SIGTERM')
    while (lives(old.pid)) await delay(GONE_CHECK_MS)
    if (ended) return
    terminal = start(randomUUID())
    old.close()
  }

  return {
    async close() {
      ended = true
      terminal.close()
      await terminal.exited
      await hooks.close()
    },
  }
}

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    // node-pty has taken its exit code: it is gone.
    return false
  }
}
