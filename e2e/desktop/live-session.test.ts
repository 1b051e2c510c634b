import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { openCore } from '../../main/core/open.ts'
import type { CoreClient } from '../../main/server/types.ts'
import { openCoreHost } from '../../main/shell/core-host.ts'
import { fakeElectron, fakeEvent } from '../../main/shell/fake-electron.ts'
import { startShell } from '../../main/shell/shell.ts'
import { thoughtful } from '../command/characters.ts'
import { play } from '../support/play.ts'
import { worldProcesses } from '../support/processes.ts'
import { numberedBoxes } from '../support/project.ts'
import type { World } from '../support/world.ts'

/** Buttons of the question that a tray is part of. */
const [KEEP_IN_TRAY, END_SAFELY] = [0, 1]

const slowly = (check: () => void | Promise<void>): Promise<void> =>
  vi.waitFor(check, { timeout: 60_000, interval: 100 })

/** A desktop with a place for tray icons, as the session bus tells. */
function withTray(world: World): Record<string, string> {
  const bin = join(world.root, 'bin')
  mkdirSync(bin)
  writeFileSync(join(bin, 'gdbus'), '#!/bin/sh\necho "(<true>,)"\n')
  chmodSync(join(bin, 'gdbus'), 0o755)
  return { ...world.env, PATH: `${bin}:${world.env['PATH'] ?? ''}` }
}

async function clientOf(world: World): Promise<CoreClient> {
  const host = await openCoreHost({ dataDir: world.dataDir, env: {}, port: 0, open: openCore })
  if (!host.ok) throw new Error(host.problem.cause)
  return host.value.client
}

test('the desktop app hosts a live session: nothing ends it but a safe end that a person chose', async () => {
  const { world, project } = await play({ character: thoughtful(200), project: { boxes: numberedBoxes(40) } })
  const fake = fakeElectron()
  await startShell({
    electron: fake.electron,
    process: {
      ...process,
      on: () => process,
      argv: ['/electron', '/app'],
      cwd: () => world.home,
      env: withTray(world),
    },
    home: world.home,
    openCore: (options) => openCore({ ...options, serve: { port: 0 }, telemetry: { httpPort: 0, grpcPort: 0 } }),
    environment: async () => world.env,
    loadUpdater: () => Promise.reject(new Error('not in a checkout')),
  })
  const beside = await clientOf(world)
  const flags = { permissionMode: 'acceptEdits', allowedTools: 'Bash(*) Read Write Edit' }
  const started = await beside.call('series.run', { project: project.path, task: project.task, flags })
  if (!started.ok) throw new Error(started.problem.cause)
  const { seriesId } = started.value

  const [tray] = fake.trays
  await slowly(() => expect(tray?.images.at(-1)).toMatch(/running\.png$/))
  await slowly(() => expect(tray?.tooltips.at(-1)).toMatch(/^Baton: 1 running · \d+ % · my-task$/))
  await slowly(() => expect(project.boxes().filter(({ done }) => done).length).toBeGreaterThan(1))

  const [window] = fake.windows
  window?.emitter.emit('close', fakeEvent())
  await slowly(() => expect(window?.visible).toBe(false))
  expect(fake.asked).toEqual([])

  fake.world.response = KEEP_IN_TRAY
  fake.app.quit()
  await slowly(() => expect(fake.asked.map(({ message }) => message)).toEqual(['One session is live']))
  expect(fake.app.calls.at(-1)).toBe('quit prevented')
  expect(await beside.call('series.get', { id: seriesId })).toMatchObject({ value: { status: 'running' } })

  fake.world.response = END_SAFELY
  fake.app.quit()
  // The agent writes its handover first; a core waits two minutes for it.
  await vi.waitFor(() => expect(fake.app.calls.at(-1)).toBe('quit'), { timeout: 130_000, interval: 100 })
  expect(window?.progress).toEqual(expect.arrayContaining([0, -1]))
  expect(worldProcesses(world.root)).toEqual([])

  const after = await openCore({
    dataDir: world.dataDir,
    serve: null,
    telemetry: null,
    recover: false,
    idleExitMs: null,
    env: world.env,
  })
  if (!after.ok) throw new Error(after.problem.cause)
  const { client, close } = after.value
  expect(await client.call('series.get', { id: seriesId })).toMatchObject({
    value: { status: 'paused', session: null },
  })
  const checkpoints = await client.call('checkpoint.list', { seriesId })
  expect(checkpoints.ok && checkpoints.value.length).toBeGreaterThan(0)
  await close()
})
