import { useSyncExternalStore } from 'react'
import type { Connection, PageClient } from '../client/types.ts'

let client: PageClient | null = null

/** Once, by the page's entry or a test, before anything is shown. */
export function setCore(next: PageClient): void {
  client = next
}

/** The page's one way to its core. */
export function core(): PageClient {
  if (client === null) throw new Error('the page was shown before its core was set')
  return client
}

export function useConnection(): Connection {
  const now = core()
  return useSyncExternalStore(now.onConnection, now.connection)
}

/** May this page type, start, stop and change, now? False while the connection is gone. */
export function useCanControl(): boolean {
  const connection = useConnection()
  return connection.status === 'open' && connection.role === 'control'
}
