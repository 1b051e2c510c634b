import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { failure, success } from '../../../contract/problem.ts'
import { placeReceiver } from './taken-port.ts'
import { recordingIntake, startGrpc, startHttp } from './test-receivers.ts'
import { sendGrpc } from './test-send-grpc.ts'
import { sendHttp } from './test-send-http.ts'

/** A port that another server holds until the test is over. */
async function takenPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => new Promise((resolve) => server.close(() => resolve())))
  return (server.address() as AddressInfo).port
}

describe.each([
  { protocol: 'http', start: startHttp, send: sendHttp('json') },
  { protocol: 'grpc', start: startGrpc, send: sendGrpc },
])('$protocol, where the port is taken', ({ protocol, start, send }) => {
  it('takes another, and says who holds the one wanted and what to do', async () => {
    const intake = recordingIntake()
    const wanted = await takenPort()
    const { receiver, port } = await start({ intake, port: wanted, takenPort: 'another' })
    expect(receiver.view()).toMatchObject({
      state: 'elsewhere',
      wantedPort: wanted,
      port: expect.any(Number),
      problem: {
        code: 'port-in-use',
        thing: `port ${wanted}`,
        cause: expect.stringMatching(process.platform === 'linux' ? `by .+ \\(pid ${process.pid}\\)` : 'in use'),
        remedy: expect.stringContaining(`set telemetry.${protocol}Port to another port`),
      },
    })
    expect(port).not.toBe(wanted)
    expect(await send(port, 'logs', Buffer.from('x'))).toMatchObject({ outcome: 'ok' })
  })

  it('stays off where that is set', async () => {
    const wanted = await takenPort()
    const { receiver } = await start({ intake: recordingIntake(), port: wanted, takenPort: 'without' })
    expect(receiver.view()).toMatchObject({
      state: 'off',
      port: null,
      problem: { code: 'port-in-use', remedy: expect.stringMatching(/until then this receiver is off$/) },
      requests: {},
      bytes: 0,
    })
    await receiver.close()
  })
})

describe('a place', () => {
  const refused = failure('port-refused', 'port 80', '127.0.0.1 cannot be listened on (EACCES)', 'give --port')

  it('is another where the port is not ours to take, too', async () => {
    const place = await placeReceiver('http', 80, 'another', async (port) => (port === 0 ? success('here') : refused))
    expect(place).toMatchObject({ state: 'elsewhere', value: 'here', problem: { code: 'port-refused' } })
    expect(place.problem?.remedy).toMatch(/^set telemetry.httpPort to another port; until then .*`baton env`/)
  })

  it('is none, and no crash, where not even a free one can be had', async () => {
    for (const port of [0, 80]) {
      const place = await placeReceiver('grpc', port, 'another', async () => refused)
      expect(place).toMatchObject({ state: 'failed', value: null, problem: { code: 'port-refused' } })
    }
  })
})
