import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { expect, it, vi } from 'vitest'
import { forwardWorld, isEmpty } from './forwarder-for-tests.ts'

const SENDER = path.join(import.meta.dirname, 'killed-for-tests.ts')
const EACH = 60

it('loses nothing that was durable, and keeps the order, when it is killed in the midst of sending, three times', async () => {
  const { dataDir, endpoint, open } = await forwardWorld()
  const durable: number[] = []
  for (const round of [0, 1, 2]) {
    const words = [dataDir, endpoint.url, round * EACH, EACH].map(String)
    const env = { PATH: process.env['PATH'] ?? '', HOME: dataDir }
    const child = spawn(process.execPath, [SENDER, ...words], { env, stdio: ['ignore', 'pipe', 'inherit'] })
    const ended = once(child, 'exit')
    // One request is taken and never answered: the kill hits it under way.
    const before = endpoint.taken.length
    endpoint.reply = () => (endpoint.taken.length >= before + 10 ? 'never' : null)
    for await (const line of createInterface(child.stdout)) {
      durable.push(Number(line))
      if (durable.length % EACH === EACH / 2) {
        await vi.waitUntil(() => endpoint.taken.length >= before + 10, 10_000)
        child.kill('SIGKILL')
      }
    }
    await ended
  }
  endpoint.reply = null
  const forwarder = await open()
  await vi.waitFor(() => expect(isEmpty(forwarder.view())).toBe(true), { timeout: 10_000 })

  const numbers = endpoint.kept().map((body) => Number(/\d+/.exec(body)?.[0]))
  expect(durable.filter((n) => !numbers.includes(n))).toEqual([])
  // Resent ones stand beside each other: nothing overtook them.
  expect(numbers.toSorted((a, b) => a - b)).toEqual(numbers)
})
