import { afterEach, describe, expect, it } from 'vitest'
import type { Role } from '../../contract/access.ts'
import type { Channel } from '../../contract/channel.ts'
import { connect } from '../../main/server/client.ts'
import { boardContract } from '../../main/server/contract-suite/board.ts'
import { callsContract } from '../../main/server/contract-suite/calls.ts'
import type { ContractClient, Transport } from '../../main/server/contract-suite/clients.ts'
import { followContract } from '../../main/server/contract-suite/follow.ts'
import { reconnectContract } from '../../main/server/contract-suite/reconnect.ts'
import { refusedContract } from '../../main/server/contract-suite/refused.ts'
import { terminalContract } from '../../main/server/contract-suite/terminals.ts'
import { openCoreChannel } from '../../main/server/core-channel.ts'
import { memoryClient } from '../../main/server/memory-client.ts'
import { portChannel } from '../../main/server/port-channel.ts'
import { relay } from '../../main/server/relay.ts'
import { serveChannel } from '../../main/server/serve-channel.ts'
import { channelPair } from '../../main/server/test-channels.ts'
import { channelParts, createTestCore, serve } from '../../main/server/test-core.ts'
import type { TestCore } from '../../main/server/test-core.ts'
import { testGrants } from '../../main/server/test-grants.ts'
import { eventually } from '../../main/server/test-request.ts'
import type { CoreClient } from '../../main/server/types.ts'
import { connectHost } from './host.ts'
import { messagePortChannel } from './message-port-channel.ts'
import { createPageClient } from './page-client.ts'
import { testBrowser } from './test-browser.ts'
import type { PageClient } from './types.ts'
import { websocketChannel } from './websocket-channel.ts'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

const access = (role: Role) => ({ role, clientId: null, name: 'test' })

async function served(core: TestCore): Promise<string> {
  const server = await serve(core)
  closing.push(server.close)
  return server.url
}

/** A page's client in the words of the suite. */
function page(open: () => Channel): ContractClient {
  const client = createPageClient(open)
  closing.push(client.close)
  return {
    call: client.call,
    follow: (seriesId, afterSeq, { event, view, closed }) =>
      client.follow(seriesId, afterSeq, { event, view, ended: closed }),
    attach: client.attach,
    watch(_kind, handlers) {
      const watching = client.watch(handlers)
      return { looking: client.looking, close: watching.close }
    },
  }
}

/** A command's client always has a size. */
function sized(client: CoreClient): ContractClient {
  return {
    ...client,
    attach: (target, size, handlers) => client.attach(target, size ?? { columns: 80, rows: 24 }, handlers),
  }
}

/** A port to a page, served by `core`. */
function port(core: (channel: Channel) => void): Channel {
  const { port1, port2 } = new MessageChannel()
  core(portChannel(port1 as unknown as Parameters<typeof portChannel>[0]))
  return messagePortChannel(port2)
}

const transports: Transport[] = [
  {
    name: 'HTTP and WebSocket of a command',
    open: async (core) => sized(connect({ url: await served(core), token: core.token })),
    page: false,
    views: false,
  },
  {
    name: 'memory',
    open: async (core) => sized(memoryClient({ ...channelParts(core), fault: (error) => core.faults.push(error) })),
    page: false,
    views: false,
  },
  {
    name: 'a channel in memory to a page',
    open: async (core, role = 'control') =>
      page(() => {
        const pair = channelPair()
        serveChannel(pair.core, access(role), channelParts(core))
        return pair.client
      }),
    page: true,
    views: true,
  },
  {
    name: 'MessagePort to a page',
    open: async (core, role = 'control') =>
      page(() => port((channel) => serveChannel(channel, access(role), channelParts(core)))),
    page: true,
    views: true,
  },
  {
    name: 'MessagePort to a page, relayed to another process',
    async open(core) {
      const url = await served(core)
      return page(() => port((channel) => relay(channel, openCoreChannel({ url, token: core.token }))))
    },
    page: true,
    views: false,
  },
  {
    name: 'WebSocket of a page',
    async open(core, role = 'control') {
      const { grants, cookie } = await testGrants(role)
      const server = await serve(core, { grants })
      closing.push(server.close)
      const headers = { cookie: cookie(server.port), origin: server.url }
      // What a browser adds by itself. Node's WebSocket takes headers in place of protocols.
      const options = { headers } as unknown as string[]
      return page(() => websocketChannel(new WebSocket(`${server.url.replace('http', 'ws')}/ws`, options)))
    },
    page: true,
    views: true,
  },
]

describe.each(transports)('the contract over $name', (transport) => {
  callsContract(transport)
  followContract(transport)
  terminalContract(transport)
  boardContract(transport)
})

describe('a page that loses its core', () => {
  reconnectContract((open) => createPageClient(open))
})

describe('a page that asks for too much', () => {
  refusedContract((open) => createPageClient(open))
})

describe('a browser that is given an address', () => {
  /** A server with its one-time codes, and the page that a browser opens there. */
  async function world(role: Role = 'control') {
    const { grants } = await testGrants('control')
    const core = createTestCore()
    const server = await serve(core, { grants })
    closing.push(server.close)
    const link = () => `${server.url}/#t=${grants.createCode(role)}`
    const visit = (address: string) => {
      const browser = testBrowser(address)
      const client = connectHost(browser.page)
      closing.push(client.close)
      return { ...browser, client }
    }
    return { core, server, grants, link, visit }
  }
  const status = (client: PageClient) => client.connection().status

  it('is let in with the role of its code, which stands in the address bar no longer', async () => {
    const { server, link, visit } = await world('view')
    const { client, address } = visit(link())
    expect(address()).toBe(`${server.url}/`)
    await eventually(() => expect(client.connection()).toMatchObject({ status: 'open', role: 'view' }))
    expect(await client.call('core.quit', {})).toMatchObject({ problem: { code: 'read-only' } })
  })

  it('says what is wrong with a code that was used before', async () => {
    const { link, visit } = await world()
    const used = link()
    const first = visit(used)
    await eventually(() => expect(status(first.client)).toBe('open'))
    const { client, sockets } = visit(used)
    await eventually(() => expect(client.connection()).toMatchObject({ status: 'refused' }))
    expect(client.connection()).toMatchObject({ why: expect.stringMatching(/^one-time code: it was used before/) })
    expect(sockets()).toBe(1)
  })

  it('is put out at once, does not come back by itself, and is let in by a new address', async () => {
    const { grants, link, visit } = await world()
    const { client, goTo, reloads, sockets } = visit(link())
    await eventually(() => expect(status(client)).toBe('open'))
    await grants.revoke()
    await eventually(() => expect(status(client)).toBe('refused'))
    expect(client.connection()).toMatchObject({ why: expect.stringContaining('this browser was not let in') })
    expect(sockets()).toBe(1)
    goTo('#elsewhere')
    expect(reloads()).toBe(0)
    goTo('#t=abc')
    expect(reloads()).toBe(1)
  })

  it('comes back by itself when its core is there again', async () => {
    const { core, server, grants, link, visit } = await world()
    const { client } = visit(link())
    await eventually(() => expect(status(client)).toBe('open'))
    await server.close()
    await eventually(() => expect(status(client)).toBe('lost'))
    const again = await serve(core, { grants, port: server.port })
    closing.push(again.close)
    await eventually(() => expect(status(client)).toBe('open'))
  })
})
