import type { Database } from 'better-sqlite3'
import type { LedgerNames } from './ledger-names.ts'
import type { RollUps } from './roll-ups.ts'
import type { SessionSettling } from './session-settling.ts'

/** Makes a change of the ledger one transaction with the sums that it changes. */
export type LedgerWrite = <A extends unknown[], R>(change: (...args: A) => R) => (...args: A) => R

export interface LedgerWriteParts {
  names: LedgerNames
  sums: RollUps
  settling: SessionSettling
}

export function ledgerWrites(database: Database, { names, sums, settling }: LedgerWriteParts): LedgerWrite {
  return <A extends unknown[], R>(change: (...args: A) => R) => {
    const written = database.transaction((...args: A): R => {
      const result = change(...args)
      settling.settle()
      return result
    })
    return (...args: A): R => {
      try {
        return written.immediate(...args)
      } catch (error) {
        // Its numbers and sums were rolled back.
        sums.discard()
        names.forget()
        throw error
      }
    }
  }
}
