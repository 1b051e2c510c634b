import type { Channel, ChannelEnds } from '../../contract/channel.ts'
import type { ClientMessage, ServerMessage } from '../../contract/frames.ts'

export interface ScriptedChannel extends Channel {
  /** What the page said. */
  said: ClientMessage[]
  say(message: ServerMessage | object): void
  hello(): void
  break(why: string): void
  closedByPage: boolean
}

/** A channel whose other end is the test. For tests of this folder. */
export function scriptedChannel(): ScriptedChannel {
  let user: ChannelEnds | null = null
  const channel: ScriptedChannel = {
    said: [],
    closedByPage: false,
    send(data) {
      if (typeof data === 'string') channel.said.push(JSON.parse(data))
    },
    buffered: () => 0,
    open: (ends) => void (user = ends),
    close: () => void (channel.closedByPage = true),
    say: (message) => user?.received(JSON.stringify(message)),
    hello: () => channel.say({ type: 'hello', version: '1.2.3', role: 'control' }),
    break: (why) => user?.closed(why),
  }
  return channel
}
