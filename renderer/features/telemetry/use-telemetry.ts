import { useEffect, useState } from 'react'
import type { Problem } from '../../../contract/problem.ts'
import type { RpcResult } from '../../../contract/rpc.ts'
import { core } from '../../stores/core.ts'

/** Between an answer and the next question, ms: live to the eye, and nothing to the core. */
const ASK_AGAIN_MS = 2_000
/** Senders that are shown. */
const SENDERS = 200

export interface TelemetryNow {
  /** What the receiver knows of itself; `state` null: it is switched off. Null: not asked yet. */
  told: { state: RpcResult<'telemetry.state'>; senders: RpcResult<'telemetry.sessions'> } | null
  /** Why the last question was not answered; what was told before stays. */
  problem: Problem | null
}

/** The receiver and its senders, asked for anew while someone looks. */
export function useTelemetry(): TelemetryNow {
  const [now, setNow] = useState<TelemetryNow>({ told: null, problem: null })
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let gone = false
    let asking = false
    const ask = async (): Promise<void> => {
      clearTimeout(timer)
      if (asking || document.hidden) return
      asking = true
      const [state, senders] = await Promise.all([
        core().call('telemetry.state', {}),
        core().call('telemetry.sessions', { limit: SENDERS }),
      ])
      asking = false
      if (gone) return
      setNow((last) => {
        if (!state.ok) return { ...last, problem: state.problem }
        if (!senders.ok) return { ...last, problem: senders.problem }
        return { told: { state: state.value, senders: senders.value }, problem: null }
      })
      timer = setTimeout(() => void ask(), ASK_AGAIN_MS)
    }
    const seen = (): void => void ask()
    document.addEventListener('visibilitychange', seen)
    void ask()
    return () => {
      gone = true
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', seen)
    }
  }, [])
  return now
}
