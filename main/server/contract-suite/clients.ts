import { it } from 'vitest'
import type { Role } from '../../../contract/access.ts'
import type { StoredEvent } from '../../../contract/events.ts'
import type { TestCore } from '../test-core.ts'
import type { AttachedView, AttachHandlers, CoreClient, TerminalHandle, TerminalSize } from '../types.ts'

/** What all clients have in common: a page's, a command's, the core's own. */
export interface ContractClient extends Pick<CoreClient, 'call' | 'follow' | 'watch'> {
  attach(target: string, size: TerminalSize | null, handlers: Required<AttachHandlers>): ContractTerminal
}

export interface ContractTerminal extends TerminalHandle {
  drawn?(bytes: number): void
}

/** One way from a client to a core, held to the contract. */
export interface Transport {
  name: string
  open(core: TestCore, role?: Role): Promise<ContractClient>
  /** Its clients are pages: they take the size that there is, and say what they have drawn. */
  page: boolean
  /** There are clients that may only look. */
  views: boolean
}

/** A test of what only some transports have; elsewhere there is nothing to skip. */
export function itWhere(applies: boolean): (name: string, test: () => Promise<void>) => void {
  return applies ? it : () => {}
}

/** Everything a follower is told, in order. */
export function notes() {
  const said: string[] = []
  const seqs: number[] = []
  return {
    said,
    seqs,
    event: ({ seq, event }: StoredEvent) => {
      seqs.push(seq)
      said.push(`event ${seq} ${event.type === 'needs-attention' ? event.why : ''}`)
    },
    view: (view: { activity: string }) => void said.push(`view ${view.activity}`),
    closed: (why: string) => void said.push(`closed ${why}`),
  }
}

/** Everything a terminal is told, in order; `bytes` since the last replay. */
export function screen() {
  const said: string[] = []
  let views: AttachedView[] = []
  let bytes: Uint8Array[] = []
  const text = (data: Uint8Array) => Buffer.from(data).toString('utf8')
  return {
    said,
    get attachedAs() {
      return views
    },
    bytes: () => Buffer.concat(bytes),
    handlers: {
      attached(terminal: AttachedView) {
        views.push(terminal)
        said.push(`attached ${terminal.sessionId} ${terminal.title}`)
      },
      output(data: Uint8Array) {
        bytes.push(data)
        said.push(`output ${text(data)}`)
      },
      replay(data: Uint8Array) {
        bytes = [data]
        said.push(`replay ${text(data)}`)
      },
      resized: (columns: number, rows: number) => void said.push(`resized ${columns}x${rows}`),
      detached: (why: string) => void said.push(`detached ${why}`),
    },
  }
}
