import { Metadata, ServerInterceptingCall, status } from '@grpc/grpc-js'
import type { ServerInterceptor } from '@grpc/grpc-js'
import type { RefusalReason } from '../../server/refusals.ts'
import type { Site } from '../../server/site.ts'
import { RpcCode, sayable, statusMessage } from './answer-messages.ts'
import { CALL_LIMIT, READING_CALLS, READING_MS, RETRY_AFTER_MS } from './limits.ts'
import { createReadingSlots } from './reading-slots.ts'
import type { Tally } from './tally.ts'

export interface GateParts {
  site: Site
  tally: Tally
  closing(): boolean
  /** How long a sender may take for a whole request. Milliseconds. */
  timeout: number
}

/** How a call ends that is not answered with a response. */
export interface CallEnd {
  code: RpcCode
  details: string
  metadata: Metadata
}

/** What of it may stand in trailers. `retryAfterMs` null: it is not to be sent again. */
export function callEnd(code: RpcCode, why: string, retryAfterMs: number | null): CallEnd {
  const metadata = new Metadata()
  if (retryAfterMs !== null) {
    metadata.set('grpc-status-details-bin', Buffer.from(statusMessage('protobuf', code, why, retryAfterMs)))
  }
  return { code, details: sayable(why), metadata }
}

/** Who is let in to send, before anything of the body is read, and for how long. */
export function createGate({ site, tally, closing, timeout }: GateParts): ServerInterceptor {
  const slots = createReadingSlots(READING_CALLS, READING_MS)
  let underWay = 0
  return (_method, call) => {
    /** From here on the call is counted by whoever answers it. */
    let ours = false
    let whole = false
    let counted = false
    let late: NodeJS.Timeout | undefined
    let leave = (): void => {}
    const send = call.sendStatus.bind(call)
    // What the library answers on its own while it reads (too large, cannot be unpacked, no message) passes no responder.
    call.sendStatus = (end) => {
      if (ours) return send(end)
      ours = true
      tally.refusals.count(reasonOf(end.code))
      send(end.code === status.INTERNAL ? { ...end, code: status.INVALID_ARGUMENT } : end)
    }
    const refuse = (end: CallEnd, count: () => void): void => {
      ours = true
      count()
      call.sendStatus(end)
    }
    return new ServerInterceptingCall(call, {
      start: (next) =>
        next({
          onReceiveMetadata(metadata, pass) {
            counted = true
            underWay += 1
            const foreign = refuseForeign(call.getHost(), metadata, site)
            if (foreign) {
              const end = callEnd(RpcCode.permissionDenied, `${foreign}: it is not let in`, null)
              return refuse(end, () => tally.refusals.count(foreign))
            }
            if (closing() || underWay > CALL_LIMIT) {
              const why = closing() ? 'Baton is ending' : 'too much is being received at once'
              return refuse(callEnd(RpcCode.unavailable, why, RETRY_AFTER_MS), () => tally.answered('busy'))
            }
            const slow = { code: status.DEADLINE_EXCEEDED, details: 'the request took too long to come' }
            const giveUp = (): void => call.sendStatus(slow)
            late = setTimeout(giveUp, timeout)
            // Nothing of the body is read before this is passed on; until then the sender has to wait.
            leave = slots.enter(() => pass(metadata), giveUp)
          },
          onReceiveMessage(message, pass) {
            whole = true
            pass(message)
          },
          onReceiveHalfClose(pass) {
            clearTimeout(late)
            leave()
            ours = whole
            pass()
          },
          onCancel() {
            clearTimeout(late)
            leave()
            if (counted) underWay -= 1
          },
        }),
    })
  }
}

/** No page can speak gRPC without a preflight; this holds should one learn to. */
function refuseForeign(host: string, metadata: Metadata, { hosts }: Site): 'host' | 'origin' | null {
  if (!hosts.has(host.toLowerCase())) return 'host'
  return metadata.get('origin').length > 0 ? 'origin' : null
}

function reasonOf(code: status): RefusalReason {
  if (code === status.RESOURCE_EXHAUSTED) return 'body-too-large'
  return code === status.DEADLINE_EXCEEDED ? 'timeout' : 'malformed'
}
