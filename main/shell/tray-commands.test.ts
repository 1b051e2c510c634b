import { expect, it, vi } from 'vitest'
import { coreOver, dataFolder } from '../core/testing.ts'
import type { CoreClient } from '../server/types.ts'
import { runTrayCommand, type TrayCommandParts } from './tray-commands.ts'
import type { TrayCommand } from './tray-model.ts'

function commands(client: CoreClient | null, change: Partial<TrayCommandParts> = {}) {
  const did: string[] = []
  const parts: TrayCommandParts = {
    client: () => client,
    settings: () => null,
    open: async (route) => void did.push(`open ${route ?? ''}`),
    quit: async () => void did.push('quit'),
    installUpdate: async () => void did.push('install'),
    refused: (what) => void did.push(`refused ${what}`),
    ...change,
  }
  return { did, run: (command: TrayCommand) => runTrayCommand(parts, command) }
}

it('opens the window at the right place', async () => {
  const { did, run } = commands(null)
  await run({ do: 'open' })
  await run({ do: 'open-series', seriesId: 's/1' })
  await run({ do: 'open-terminal', seriesId: 's1' })
  await run({ do: 'quit' })
  await run({ do: 'install-update' })
  expect(did).toEqual(['open ', 'open /series/s%2F1', 'open /terminal/s1', 'quit', 'install'])
})

it.each(['series.pause', 'series.resume', 'series.checkpoint', 'series.cycle'] as const)(
  '%s asks the core, and says what it refuses',
  async (method) => {
    const core = await coreOver(dataFolder())
    const { did, run } = commands(core.client)
    await run({ do: method, seriesId: 'nowhere' })
    expect(did).toHaveLength(1)
    expect(did[0]).toMatch(/^refused .*nowhere/)
  },
)

it('keeps awake by the setting, and leaves the others as they are', async () => {
  const core = await coreOver(dataFolder())
  const before = await core.client.call('settings.get', {})
  if (!before.ok) throw new Error(before.problem.cause)
  const { did, run } = commands(core.client, { settings: () => before.value })
  await run({ do: 'keep-awake', on: true })
  expect(did).toEqual([])
  const { settings } = before.value
  await vi.waitFor(async () =>
    expect(await core.client.call('settings.get', {})).toMatchObject({
      value: { settings: { ...settings, desktop: { ...settings.desktop, keepAwake: true } } },
    }),
  )
  // Based on settings that are no longer those in force.
  await run({ do: 'keep-awake', on: false })
  expect(did[0]).toMatch(/^refused /)
})

it('says that no core answers', async () => {
  const { did, run } = commands(null)
  await run({ do: 'series.cycle', seriesId: 's1' })
  await run({ do: 'keep-awake', on: true })
  expect(did).toEqual(Array(2).fill('refused No core answers now. Try again in a moment.'))
})
