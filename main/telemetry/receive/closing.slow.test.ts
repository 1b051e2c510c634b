import { createConnection } from 'node:net'
import { describe, expect, it, vi } from 'vitest'
import { PROTOCOLS, recordingIntake, TAKEN } from './test-receivers.ts'

const BODY = Buffer.from('a request')

// Both encodings of HTTP close alike.
describe.each(PROTOCOLS.slice(1))('$name, while it closes', ({ start, send }) => {
  it('answers what is under way, takes nothing new, and frees the port', async () => {
    const answered = Promise.withResolvers<void>()
    const intake = recordingIntake(() => answered.promise.then(() => TAKEN))
    const { port, receiver } = await start({ intake })
    const underWay = Array.from({ length: 8 }, () => send(port, 'logs', BODY))
    await vi.waitFor(() => expect(intake.asked).toHaveLength(8))
    const closed = receiver.close()
    expect(await send(port, 'logs', BODY)).toMatchObject({ outcome: 'cut' })
    answered.resolve()
    expect((await Promise.all(underWay)).map(({ outcome }) => outcome)).toEqual(underWay.map(() => 'ok'))
    await closed
    await receiver.close()
    expect(intake.took).toHaveLength(8)
    const again = await start({ intake, port })
    expect(again.receiver.view()).toMatchObject({ state: 'listening', port })
  })

  it('cuts off who is not answered in time, and acknowledges nothing', async () => {
    const intake = recordingIntake(() => new Promise(() => {}))
    const { port, receiver } = await start({ intake })
    const waiting = [send(port, 'logs', BODY), send(port, 'traces', BODY, { stall: true })]
    await vi.waitFor(() => expect(intake.asked).toHaveLength(1))
    await receiver.close()
    expect((await Promise.all(waiting)).map(({ outcome }) => outcome)).toEqual(['cut', 'cut'])
    expect(receiver.view().requests).toEqual({})
  })

  it('waits for a busy intake no longer', async () => {
    const busy = { did: 'busy', retryAfterMs: 10, why: 'full' } as const
    const intake = recordingIntake(() => busy)
    const { port, receiver } = await start({ intake, patience: 60_000 })
    const waiting = send(port, 'logs', BODY)
    await vi.waitFor(() => expect(intake.asked.length).toBeGreaterThan(1))
    await receiver.close()
    expect(await waiting).toMatchObject({ outcome: 'busy' })
    expect(receiver.view().requests).toEqual({ busy: 1 })
  })

  it('lets go of connections that are idle or never spoke', async () => {
    const { port, receiver } = await start({ intake: recordingIntake() })
    const silent = createConnection(port, '127.0.0.1')
    await new Promise((resolve) => silent.once('connect', resolve))
    expect(await send(port, 'logs', BODY)).toMatchObject({ outcome: 'ok' })
    const gone = new Promise((resolve) => silent.once('close', resolve))
    silent.resume()
    await receiver.close()
    await gone
  })
})
