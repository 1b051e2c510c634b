import { connect } from 'node:net'

/** On loopback an answer comes at once; what takes longer is a listener that is busy. */
const ANSWER_LIMIT_MS = 500

/** Those of the ports of 127.0.0.1 where nobody listens. */
export async function vacantPorts(ports: readonly number[]): Promise<number[]> {
  const asked = await Promise.all(
    ports.filter((port) => port > 0).map(async (port) => ({ port, is: await isVacant(port) })),
  )
  return asked.filter(({ is }) => is).map(({ port }) => port)
}

function isVacant(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, timeout: ANSWER_LIMIT_MS })
    const say = (vacant: boolean): void => {
      socket.destroy()
      resolve(vacant)
    }
    socket.on('connect', () => say(false))
    socket.on('timeout', () => say(false))
    socket.on('error', (error: NodeJS.ErrnoException) => say(error.code === 'ECONNREFUSED'))
  })
}
