import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Channel } from '../../../contract/channel.ts'
import { createRefusals } from '../refusals.ts'
import { serveChannel } from '../serve-channel.ts'
import { channelPair } from '../test-channels.ts'
import type { ChannelPair } from '../test-channels.ts'
import { channelParts, createTestCore, SERIES } from '../test-core.ts'
import { eventually } from '../test-request.ts'
import type { AttachHandlers, FollowHandlers, Subscription, TerminalSize, WatchHandlers } from '../types.ts'
import { watcher } from './board.ts'
import { notes, screen } from './clients.ts'
import type { ContractClient, ContractTerminal } from './clients.ts'

/** A client that comes back by itself; what it followed, watched and attached goes on. */
export interface ReconnectingClient extends Pick<ContractClient, 'call'> {
  connection(): { status: string }
  retry(): void
  follow(seriesId: string, afterSeq: number, handlers: Omit<FollowHandlers, 'closed'> & Ended): Subscription
  watch(handlers: Omit<WatchHandlers, 'closed'>): Subscription
  looking(seriesIds: readonly string[]): void
  attach(target: string, size: TerminalSize | null, handlers: Required<AttachHandlers>): ContractTerminal
  close(): void
}
interface Ended {
  ended(why: string): void
}

export function reconnectContract(create: (open: () => Channel) => ReconnectingClient): void {
  const clients: ReconnectingClient[] = []
  afterEach(() => clients.splice(0).forEach((client) => client.close()))

  /** A client, its core, and the cable between them; `up` false: there is no core. */
  const world = (passes?: (data: string | Uint8Array) => boolean) => {
    const core = createTestCore()
    const refusals = createRefusals(() => {})
    const pairs: ChannelPair[] = []
    const state = { up: true }
    const client = create(() => {
      const pair = channelPair(passes)
      pairs.push(pair)
      if (state.up)
        serveChannel(pair.core, { role: 'control', clientId: null, name: 'test' }, channelParts(core, refusals))
      else pair.cut('there is no core')
      return pair.client
    })
    clients.push(client)
    const opened = () => eventually(() => expect(client.connection().status).toBe('open'))
    return {
      core,
      client,
      refusals,
      state,
      opened,
      cut: () => pairs.at(-1)?.cut(),
      async comesBack() {
        client.retry()
        await opened()
      },
    }
  }
  type World = ReturnType<typeof world>

  const follow = ({ client }: World, afterSeq: number) => {
    const heard = notes()
    const subscription = client.follow(SERIES, afterSeq, { ...heard, ended: heard.closed })
    return { ...heard, close: () => subscription.close() }
  }

  describe('a connection that breaks', () => {
    it('leaves no gap and no double in what is followed', async () => {
      const test = world()
      const heard = follow(test, 0)
      await test.opened()
      for (let round = 1; round <= 5; round++) {
        for (let n = 0; n < 300; n++) test.core.append()
        await eventually(() => expect(heard.seqs.length).toBeGreaterThan((round - 1) * 300))
        test.cut()
        for (let n = 0; n < 20; n++) test.core.append()
        await test.comesBack()
      }
      await eventually(() => expect(heard.seqs).toHaveLength(1600))
      expect(heard.seqs).toEqual(Array.from({ length: 1600 }, (_, index) => index + 1))
      expect(heard.said.join()).not.toContain('closed')
    })

    it('brings the board anew, and says again where the person looks', async () => {
      const test = world()
      const heard = watcher()
      test.client.watch(heard)
      test.client.looking([SERIES])
      await eventually(() => expect(heard.said).toEqual(['board working']))
      test.cut()
      expect([test.core.board.watchers(), test.core.board.readers()]).toEqual([0, []])
      test.core.show({ activity: 'changed meanwhile' })
      await test.comesBack()
      await eventually(() => expect(heard.said.slice(1)).toEqual(['board changed meanwhile']))
      test.core.show({ activity: 'on' })
      await eventually(() => expect(heard.said.slice(2)).toEqual(['change on']))
      expect(test.core.board.readers()).toEqual([{ kind: 'page', looking: [SERIES] }])
    })

    it('attaches again with the size of now, and drops what was typed meanwhile', async () => {
      const test = world()
      const view = screen()
      const handle = test.client.attach(SERIES, { columns: 80, rows: 24 }, view.handlers)
      await eventually(() => expect(view.said).toHaveLength(2))
      test.cut()
      expect(test.core.terminals.viewers.size).toBe(0)
      handle.write(Buffer.from('lost'))
      handle.resize(100, 30)
      await test.comesBack()
      await eventually(() => expect(view.said.slice(2)).toEqual(['attached s-1 one]0;x', 'replay screen']))
      handle.write(Buffer.from('kept'))
      await eventually(() => expect(view.said.at(-1)).toBe('output KEPT'))
      expect([test.core.terminals.typed(), test.core.terminals.sizes]).toEqual(['kept', ['80x24', '100x30']])
    })

    it('acknowledges to the new one nothing that the old one sent', async () => {
      const test = world()
      const view = screen()
      const handle = test.client.attach(SERIES, null, view.handlers)
      await eventually(() => expect(view.said).toHaveLength(2))
      const chunk = Buffer.alloc(20_000, 'x')
      test.core.terminals.out(chunk)
      await eventually(() => expect(view.bytes()).toHaveLength(20_006))
      test.cut()
      await test.comesBack()
      await eventually(() => expect(view.said.at(-1)).toBe('replay screen'))
      handle.drawn?.(20_006)
      handle.drawn?.(6)
      test.core.terminals.out(chunk)
      await eventually(() => expect(view.bytes()).toHaveLength(20_006))
      handle.drawn?.(20_000)
      expect(await test.client.call('core.quit', {})).toMatchObject({ ok: true })
      expect(test.refusals.all()).toEqual({})
    })

    it('answers the calls that it cuts off, and those made without it', async () => {
      const test = world()
      await test.opened()
      const asked = test.client.call('series.pause', { id: 'a' })
      await eventually(() => expect(test.core.calls.held.size).toBe(1))
      test.state.up = false
      test.cut()
      expect(await asked).toMatchObject({ ok: false, problem: { code: 'core-gone', thing: 'baton core' } })
      expect(await test.client.call('core.quit', {})).toMatchObject({ ok: false, problem: { code: 'core-gone' } })
      test.core.calls.answer('a', 'late')
      test.state.up = true
      await test.comesBack()
      expect(await test.client.call('core.quit', {})).toMatchObject({ ok: true })
    })

    it('comes back by itself', async () => {
      const test = world()
      await test.opened()
      test.cut()
      expect(test.client.connection().status).toBe('lost')
      await test.opened()
    })
  })

  it('lets go of what is no longer looked at', async () => {
    const test = world()
    const heard = follow(test, 0)
    const handle = test.client.attach(SERIES, null, screen().handlers)
    await eventually(() => expect([heard.said.length, test.core.terminals.viewers.size]).toEqual([1, 1]))
    heard.close()
    handle.close()
    await eventually(() => expect(test.core.terminals.viewers.size).toBe(0))
    test.core.append()
    const again = follow(test, 0)
    await eventually(() => expect(again.said).toEqual(['view working', 'event 1 x']))
    expect(heard.said).toEqual(['view working'])
  })

  it.each([
    ['a change', (message: { type: string; seq?: number }) => message.type === 'change' && message.seq === 3],
    ['the board', (message: { type: string }) => message.type === 'board'],
  ])('asks for the board anew when %s was lost on the way', async (_what, isLost) => {
    let lost = 0
    const test = world((data) => {
      if (typeof data !== 'string' || lost > 0 || !isLost(JSON.parse(data))) return true
      lost += 1
      return false
    })
    const heard = watcher()
    test.client.watch(heard)
    await test.opened()
    expect(await test.client.call('core.quit', {})).toMatchObject({ ok: true })
    for (const activity of ['1', '2', '3', '4', '5']) test.core.show({ activity })
    await eventually(() => expect(heard.said).toContain('board 5'))
    expect(lost).toBe(1)
    test.core.show({ activity: '6' })
    await eventually(() => expect(heard.said.at(-1)).toBe('change 6'))
    expect(heard.said).not.toContain('change 4')
  })

  it('asks again for an event that was lost on the way', async () => {
    let lost = 0
    const test = world((data) => {
      if (typeof data !== 'string' || lost > 0 || !data.includes('"seq":7,')) return true
      lost += 1
      return false
    })
    for (let n = 0; n < 20; n++) test.core.append()
    const heard = follow(test, 0)
    await eventually(() => expect(heard.seqs).toEqual(Array.from({ length: 20 }, (_, index) => index + 1)))
    expect(lost).toBe(1)
  })

  it('tells nobody anything once it was closed', async () => {
    const test = world()
    const said = vi.fn<() => void>()
    test.client.follow(SERIES, 0, { event: said, view: said, ended: said })
    const asked = test.client.call('core.quit', {})
    test.client.close()
    expect(await asked).toMatchObject({ problem: { code: 'core-gone' } })
    expect(await test.client.call('core.quit', {})).toMatchObject({ problem: { code: 'core-gone' } })
    expect(said).not.toHaveBeenCalled()
  })
}
