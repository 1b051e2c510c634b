import { useCallback, useEffect, useState } from 'react'
import type { Problem } from '../../../contract/problem.ts'
import type { RpcInput, RpcMethod, RpcResult } from '../../../contract/rpc.ts'
import { core } from '../../stores/core.ts'

export interface Asked<T> {
  /** Null: not there yet. What was there before stays while it is asked for anew. */
  value: T | null
  problem: Problem | null
  retry(): void
}

/** What the core answers; asked for anew when `method` or `key` changes. `params` are those of the newest render. */
export function useAsked<M extends RpcMethod>(method: M, params: RpcInput<M>, key: string): Asked<RpcResult<M>> {
  const [answer, setAnswer] = useState<{ value: RpcResult<M> | null; problem: Problem | null }>({
    value: null,
    problem: null,
  })
  const [turn, setTurn] = useState(0)
  useEffect(() => {
    let gone = false
    const load = async (): Promise<void> => {
      const outcome = await core().call(method, params)
      if (gone) return
      setAnswer((last) =>
        outcome.ok ? { value: outcome.value, problem: null } : { ...last, problem: outcome.problem },
      )
    }
    void load()
    return () => {
      gone = true
    }
    // oxlint-disable-next-line react/exhaustive-deps -- `key` stands for `params`, an object that is new at each render
  }, [method, key, turn])
  const retry = useCallback(() => setTurn((count) => count + 1), [])
  return { ...answer, retry }
}
