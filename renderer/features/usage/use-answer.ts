import { useCallback, useEffect, useState } from 'react'
import type { Problem } from '../../../contract/problem.ts'
import type { RpcInput, RpcMethod, RpcResult } from '../../../contract/rpc.ts'
import { core } from '../../stores/core.ts'

export interface Answer<T> {
  /** Null: not there yet. */
  value: T | null
  /** `value` is of the question before: the new one is on its way. */
  stale: boolean
  /** When `value` came, ms since the epoch; null: it has not. */
  at: number | null
  problem: Problem | null
  /** Asks again now. */
  again(): void
}

interface Held<T> {
  key: string
  value: T | null
  at: number | null
  problem: Problem | null
}

/**
 * What the core answers, asked anew when the question changes and, while someone looks, `every` so many ms. `params` null: nothing
 * is asked.
 */
export function useAnswer<M extends RpcMethod>(
  method: M,
  params: RpcInput<M> | null,
  every: number | null = null,
): Answer<RpcResult<M>> {
  const key = params === null ? '' : `${method} ${JSON.stringify(params)}`
  const [held, setHeld] = useState<Held<RpcResult<M>>>({ key: '', value: null, at: null, problem: null })
  const [turn, setTurn] = useState(0)
  useEffect(() => {
    if (params === null) return
    let gone = false
    let timer: ReturnType<typeof setTimeout> | undefined
    let asking = false
    const ask = async (): Promise<void> => {
      clearTimeout(timer)
      if (asking) return
      asking = true
      const outcome = await core().call(method, params)
      asking = false
      if (gone) return
      setHeld((last) =>
        outcome.ok
          ? { key, value: outcome.value, at: Date.now(), problem: null }
          : // What was told of the same question stays in sight; of another one it would be a lie.
            { ...(last.key === key ? last : { key, value: null, at: null }), problem: outcome.problem },
      )
      if (every !== null && !document.hidden) timer = setTimeout(() => void ask(), every)
    }
    const seen = (): void => {
      if (every !== null && !document.hidden) void ask()
    }
    document.addEventListener('visibilitychange', seen)
    void ask()
    return () => {
      gone = true
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', seen)
    }
    // oxlint-disable-next-line react/exhaustive-deps -- `key` stands for `params`, an object that is new at each render
  }, [method, key, every, turn])
  const again = useCallback(() => setTurn((count) => count + 1), [])
  const { value, at, problem } = held
  return { value, at, problem: held.key === key ? problem : null, stale: held.key !== key && key !== '', again }
}
