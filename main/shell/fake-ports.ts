import type { MessagePortMain } from 'electron'
import { EventEmitter } from 'node:events'

/** One end of a pair of ports as Electron's main process has it: queues until it is started, gives an event with each message. */
export class FakePort {
  readonly emitter = new EventEmitter()
  other: FakePort | null = null
  closed = false
  readonly #queue: unknown[] = []
  #started = false

  on(event: string, listener: (...args: unknown[]) => void): this {
    this.emitter.on(event, listener)
    return this
  }

  postMessage(message: unknown): void {
    const copy = structuredClone(message)
    queueMicrotask(() => this.other?.arrive(copy))
  }

  start(): void {
    this.#started = true
    for (const message of this.#queue.splice(0)) this.emitter.emit('message', { data: message, ports: [] })
  }

  /** Its own end hears nothing of it, as in Electron. */
  close(): void {
    if (this.closed) return
    this.closed = true
    const { other } = this
    queueMicrotask(() => {
      if (other === null || other.closed) return
      other.closed = true
      other.emitter.emit('close')
    })
  }

  private arrive(message: unknown): void {
    if (this.closed) return
    if (this.#started) this.emitter.emit('message', { data: message, ports: [] })
    else this.#queue.push(message)
  }
}

export function fakeChannelClass(): new () => { port1: MessagePortMain; port2: MessagePortMain } {
  return class {
    readonly port1: MessagePortMain
    readonly port2: MessagePortMain
    constructor() {
      const [one, two] = [new FakePort(), new FakePort()]
      one.other = two
      two.other = one
      // Electron's class has Node's whole emitter beside what is used of it.
      this.port1 = one as unknown as MessagePortMain
      this.port2 = two as unknown as MessagePortMain
    }
  }
}
