import { createServer, type AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { vacantPorts } from './vacant-ports.ts'

it('tells the ports where nobody listens', async () => {
  const servers = await Promise.all(
    [1, 2].map(async () => {
      const server = createServer()
      await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
      return { server, port: (server.address() as AddressInfo).port }
    }),
  )
  const ports = servers.map(({ port }) => port)
  const close = (at: number) => new Promise((closed) => servers[at]?.server.close(closed))
  expect(await vacantPorts(ports)).toEqual([])
  await close(0)
  expect(await vacantPorts([...ports, 0])).toEqual(ports.slice(0, 1))
  await close(1)
  expect(await vacantPorts(ports)).toEqual(ports)
})
