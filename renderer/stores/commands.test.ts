import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { failure, success } from '../../contract/problem.ts'
import { createFakeClient, type FakeClient } from '../testing/fake-client.ts'
import { toastList } from '../ui/toast-list.ts'
import { runCommand } from './commands.ts'
import { setCore } from './core.ts'

let client: FakeClient
let told: { action: string; title?: unknown; description?: unknown; type?: unknown }[]
let deaf: () => void

beforeEach(() => {
  vi.useFakeTimers()
  client = createFakeClient()
  setCore(client)
  told = []
  deaf = toastList[' subscribe'](({ action, options }) => {
    const { title, description, type } = options
    told.push({ action, title, description, type })
  })
})
afterEach(() => {
  deaf()
  vi.useRealTimers()
})

describe('a command', () => {
  test('tells what the core said', async () => {
    client.answers['series.pause'] = () => success({ said: 'It pauses at the next turn end' })
    const outcome = await runCommand('series.pause', { id: 'a' })
    expect(outcome).toEqual(success({ said: 'It pauses at the next turn end' }))
    expect(client.calls).toEqual([{ method: 'series.pause', params: { id: 'a' } }])
    expect(told).toEqual([expect.objectContaining({ title: 'It pauses at the next turn end', type: 'done' })])
  })

  test('tells a problem with its way out', async () => {
    client.answers['series.resume'] = () => failure('x', 'claude', 'it is not there', 'install it')
    await runCommand('series.resume', { id: 'a' })
    expect(told).toEqual([
      expect.objectContaining({ title: 'claude', description: 'It is not there. Install it.', type: 'problem' }),
    ])
  })

  test('tells nothing when its caller does, and nothing of an answer without words', async () => {
    client.answers['series.pause'] = () => success({ said: 'x' })
    await runCommand('series.pause', { id: 'a' }, { tell: false })
    await runCommand('settings.get', {})
    expect(told).toEqual([])
  })

  test('says what it does when it takes over a second, until it is done', async () => {
    let done: () => void = () => undefined
    client.answers['series.cycle'] = () =>
      new Promise((resolve) => {
        done = () => resolve(success({ said: 'Asked' }))
      })
    const running = runCommand('series.cycle', { id: 'a' }, { pending: 'Asking…' })
    await vi.advanceTimersByTimeAsync(999)
    expect(told).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(told).toEqual([expect.objectContaining({ title: 'Asking…', type: 'progress' })])
    done()
    await running
    expect(told.map(({ action }) => action)).toEqual(['add', 'close', 'add'])
  })
})
