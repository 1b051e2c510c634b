import { afterEach, expect, it } from 'vitest'
import type { Channel } from '../../../contract/channel.ts'
import { CHANNEL_LIMIT } from '../limits.ts'
import { serveChannel } from '../serve-channel.ts'
import { channelPair } from '../test-channels.ts'
import { channelParts, createTestCore, SERIES } from '../test-core.ts'
import { eventually } from '../test-request.ts'
import type { FollowSource } from '../types.ts'
import { notes, screen } from './clients.ts'
import type { ReconnectingClient } from './reconnect.ts'

/** What a page, which has one channel for all, is told of that which is too much for it. */
export function refusedContract(create: (open: () => Channel) => ReconnectingClient): void {
  const clients: ReconnectingClient[] = []
  afterEach(() => clients.splice(0).forEach((client) => client.close()))

  const page = (follow?: FollowSource) => {
    const core = createTestCore()
    const client = create(() => {
      const pair = channelPair()
      const parts = channelParts(core)
      const access = { role: 'control', clientId: null, name: 'test' } as const
      serveChannel(pair.core, access, { ...parts, follow: follow ?? parts.follow })
      return pair.client
    })
    clients.push(client)
    return { core, client }
  }

  it('ends the one terminal that is too many, with the reason; the others go on', async () => {
    const { core, client } = page()
    const views = Array.from({ length: CHANNEL_LIMIT }, () => screen())
    const [first] = views.map(({ handlers }) => client.attach(SERIES, null, handlers))
    const extra = screen()
    client.attach(SERIES, null, extra.handlers)
    await eventually(() => expect(extra.said).toEqual(['detached too many terminals attached']))
    await eventually(() => expect(core.terminals.viewers.size).toBe(CHANNEL_LIMIT))
    expect(views.flatMap(({ said }) => said).join()).not.toContain('detached')
    first?.close()
    const again = screen()
    client.attach(SERIES, null, again.handlers)
    await eventually(() => expect(again.said).toEqual(['attached s-1 one]0;x', 'replay screen']))
  })

  it('ends the one following that is too many, with the reason; the others go on', async () => {
    const { client } = page({ follow: async () => ({ ok: true, value: { close() {} } }) })
    const follow = (seriesId: string) => {
      const heard = notes()
      const { event, view, closed } = heard
      return { ...heard, ...client.follow(seriesId, 0, { event, view, ended: closed }) }
    }
    const others = Array.from({ length: CHANNEL_LIMIT }, (_, n) => follow(`s${n}`))
    const extra = follow('one-more')
    await eventually(() => expect(extra.said).toEqual(['closed too many series followed']))
    expect(others.flatMap(({ said }) => said)).toEqual([])
    others[0]?.close()
    const again = follow('one-more')
    expect(await client.call('core.quit', {})).toMatchObject({ ok: true })
    expect(again.said).toEqual([])
  })
}
