import type { Channel, ChannelEnds } from '../../contract/channel.ts'

type Data = string | Uint8Array

export interface ChannelPair {
  client: Channel
  core: Channel
  /** As a cable that is pulled. */
  cut(why?: string): void
  /** Nothing passes from here on, and nothing says so: a core that hangs. */
  freeze(): void
}

/** Two ends of one channel in memory. `passes` false: what the core sent is lost on the way. */
export function channelPair(passes: (data: Data) => boolean = () => true): ChannelPair {
  let over: string | null = null
  let frozen = false
  const users: (ChannelEnds | null)[] = [null, null]
  const waiting: Data[][] = [[], []]
  const flush = (side: number) => {
    const user = users[side]
    if (!user) return
    for (const data of waiting[side]?.splice(0) ?? []) if (over === null) user.received(data)
  }
  const cut = (why = 'the cable was pulled') => {
    if (over !== null) return
    over = why
    for (const user of users) user?.closed(why)
  }
  const end = (mine: number, other: number): Channel => ({
    send(data) {
      if (over !== null || frozen || (mine === 1 && !passes(data))) return
      waiting[other]?.push(typeof data === 'string' ? data : data.slice())
      // As any transport: never within the sender's own turn.
      setImmediate(() => flush(other))
    },
    buffered: () => 0,
    open(ends) {
      users[mine] = ends
      flush(mine)
      if (over !== null) ends.closed(over)
    },
    close: () => cut('closed'),
  })
  return { client: end(0, 1), core: end(1, 0), cut, freeze: () => void (frozen = true) }
}
