import type { Channel } from '../../contract/channel.ts'

/** Passes everything both ways until one of them closes, which closes the other: a page whose core is another process. */
export function relay(a: Channel, b: Channel): void {
  a.open({ received: (data) => b.send(data), closed: () => b.close() })
  b.open({ received: (data) => a.send(data), closed: () => a.close() })
}
