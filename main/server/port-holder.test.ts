import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { listeningInodes, parseLsof, portHolder } from './port-holder.ts'

const TABLE = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:10DF 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4711 1 0 100 0 0 10 0
   1: 0100007F:10DF 0100007F:A0A0 01 00000000:00000000 00:00000000 00000000  1000        0 4712 1 0 20 4 0 10 -1
   2: 0100007F:10E0 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4713 1 0 100 0 0 10 0
`

it('reads the listening sockets of a port from the kernel’s table', () => {
  expect(listeningInodes(TABLE, 0x10df)).toEqual(['4711'])
  expect(listeningInodes(TABLE, 1)).toEqual([])
  expect(listeningInodes('', 1)).toEqual([])
})

it('reads what lsof says', () => {
  expect(parseLsof('p42\ncnode\nf20\np43\ncother\n')).toEqual({ pid: 42, program: 'node' })
  expect(parseLsof('')).toBeNull()
})

describe.runIf(process.platform === 'linux')('on Linux', () => {
  it('finds the process, and nobody once it is gone', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    expect(await portHolder(port)).toEqual({ pid: process.pid, program: expect.stringMatching(/\w/) })
    await new Promise((resolve) => server.close(resolve))
    expect(await portHolder(port)).toBeNull()
  })
})
