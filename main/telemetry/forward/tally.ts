/** What was sent and lost since the start. What is lost for a new reason is said once. */
export interface Tally {
  /** `requests` were taken by the endpoint, but for some of their points. */
  sent(requests: number, rejectedPoints: number, why: string): void
  lost(reason: string, requests: number, why: string): void
  view(): { sent: number; rejectedPoints: number; dropped: Record<string, number> }
}

export function openTally(fault: (what: string) => void): Tally {
  const dropped = new Map<string, number>()
  let sent = 0
  let rejectedPoints = 0
  return {
    sent(requests, rejected, why) {
      sent += requests
      if (rejected > 0 && rejectedPoints === 0) {
        fault(`forwarding: the endpoint does not take some points: ${why === '' ? 'it does not say why' : why}`)
      }
      rejectedPoints += rejected
    },
    lost(reason, requests, why) {
      if (requests === 0) return
      if (!dropped.has(reason)) fault(`forwarding: requests are lost: ${why}`)
      dropped.set(reason, (dropped.get(reason) ?? 0) + requests)
    },
    view: () => ({ sent, rejectedPoints, dropped: Object.fromEntries(dropped) }),
  }
}
