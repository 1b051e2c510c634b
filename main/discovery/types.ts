import type { MessagePort } from 'node:worker_threads'
import type { ScanState } from '../../contract/observed.ts'
import type { PriceOverride } from '../../contract/prices.ts'
import type { AgentName } from '../../contract/telemetry.ts'
import type { LedgerStore } from '../store/scan-types.ts'

/** What discovery keeps and takes up again. */
export type ScanLedger = Pick<LedgerStore, 'recordScan' | 'transcriptFiles'>

/** Folders beside the usual ones, by agent. */
export type ExtraFolders = Partial<Record<AgentName, string[]>>

/** What a person may change while it runs. */
export interface ScanSettings {
  folders: ExtraFolders
  prices: PriceOverride[]
}

export interface ThreadInput {
  home: string
  /** Names of folders only: CLAUDE_CONFIG_DIR, CODEX_HOME … */
  env: Record<string, string>
  settings: ScanSettings
  /** The store's own, past the core. */
  store: MessagePort
  /** How often all folders are looked through, ms. */
  sweepMs: number
}

export type ToThread =
  | { type: 'settings'; settings: ScanSettings }
  /** Answered by `looked` when all that stands on disk now is in the store. */
  | { type: 'look'; id: number }
  | { type: 'close' }

export type FromThread =
  | { type: 'state'; state: ScanState }
  /** Of these sessions something new is in the store. */
  | { type: 'sessions'; ids: string[] }
  | { type: 'looked'; id: number; state: ScanState }
  | { type: 'fault'; what: string }
  | { type: 'closed' }
