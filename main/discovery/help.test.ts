import { expect, it, vi } from 'vitest'
import { requestsIn } from '../store/request-block.ts'
import { startHelpers, type Helped, type Work } from './help.ts'
import { responses, sessionId, testHome } from './home-for-tests.ts'

/** So much that every core helps. */
const PLENTY = 1e12
const FILES = 120
/** Two of which have other work. */
const CORES = 4

function work(): Work[] {
  const home = testHome()
  return Array.from({ length: FILES }, (_, n) => {
    const name = `-p/${sessionId(n)}.jsonl`
    home.write(name, responses(n, `m${n}`))
    const times = { changedAt: 0, bornAt: 0, dev: '', ino: '' }
    return { agent: 'claude', known: null, file: { path: home.path(name), root: home.path(''), size: 1, ...times } }
  })
}

it('has other threads read what nobody has taken yet, each file once', async () => {
  const files = work()
  const missing: Work = { ...(files[0] as Work), file: { ...(files[0] as Work).file, path: '/no/such/file.jsonl' } }
  const seen: Helped[] = []
  const helpers = startHelpers([...files, missing], PLENTY, [], async (helped) => void seen.push(helped), CORES)
  await helpers.done()
  expect(seen.map(({ n }) => n).toSorted((a, b) => a - b)).toEqual(Array.from({ length: FILES + 1 }, (_, n) => n))
  expect(seen.find(({ n }) => n === FILES)?.outcome).toEqual({ reading: null, trouble: '' })
  const messages = seen.flatMap(({ outcome }) =>
    outcome.reading === null ? [] : [...requestsIn(outcome.reading.requests)].map(({ message }) => message),
  )
  expect(messages).toHaveLength(FILES)
  expect(new Set(messages).size).toBe(FILES)
  expect(helpers.next()).toBeGreaterThan(FILES)
})

it('waits while nobody takes what was read, and ends all the same when it is told to', async () => {
  const { promise: never } = Promise.withResolvers<void>()
  const given: number[] = []
  const helpers = startHelpers(
    work(),
    PLENTY,
    [],
    async ({ n }) => {
      given.push(n)
      await never
    },
    CORES,
  )
  await vi.waitFor(() => expect(given.length).toBeGreaterThan(0), 10_000)
  await helpers.close()
  expect(helpers.next()).toBeGreaterThanOrEqual(FILES)
})

it('says when what was read cannot be taken', async () => {
  const helpers = startHelpers(
    work(),
    PLENTY,
    [],
    async () => {
      throw new Error('the disk is full')
    },
    CORES,
  )
  await expect(helpers.done()).rejects.toThrow('the disk is full')
  await helpers.close()
})

it('has nobody help with little', async () => {
  const helpers = startHelpers(work(), 1_000, [], async () => expect.unreachable(), CORES)
  await helpers.done()
  expect(helpers.next()).toBe(0)
})
