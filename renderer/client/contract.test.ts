import { afterEach, describe } from 'vitest'
import type { Role } from '../../contract/access.ts'
import type { Channel } from '../../contract/channel.ts'
import { connect } from '../../main/server/client.ts'
import { boardContract } from '../../main/server/contract-suite/board.ts'
import { callsContract } from '../../main/server/contract-suite/calls.ts'
import type { ContractClient, Transport } from '../../main/server/contract-suite/clients.ts'
import { followContract } from '../../main/server/contract-suite/follow.ts'
import { reconnectContract } from '../../main/server/contract-suite/reconnect.ts'
import { terminalContract } from '../../main/server/contract-suite/terminals.ts'
import { openCoreChannel } from '../../main/server/core-channel.ts'
import { memoryClient } from '../../main/server/memory-client.ts'
import { portChannel } from '../../main/server/port-channel.ts'
import { relay } from '../../main/server/relay.ts'
import { serveChannel } from '../../main/server/serve-channel.ts'
import { channelPair } from '../../main/server/test-channels.ts'
import { channelParts, serve } from '../../main/server/test-core.ts'
import type { TestCore } from '../../main/server/test-core.ts'
import { testGrants } from '../../main/server/test-grants.ts'
import type { CoreClient } from '../../main/server/types.ts'
import { messagePortChannel } from './message-port-channel.ts'
import { createPageClient } from './page-client.ts'
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
