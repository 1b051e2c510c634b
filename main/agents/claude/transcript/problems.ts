import type { Problem } from '../../../../contract/problem.ts'

export function transcriptDamaged(path: string, lines: number, bytes: number): Problem {
  return {
    code: 'transcript-damaged',
    thing: path,
    cause: `${lines} damaged ${lines === 1 ? 'line was' : 'lines were'} passed over (${bytes} bytes), so tokens may be missing from the ledger`,
    remedy: "compare with the session's own figure in the status line",
  }
}

export function transcriptUnreadable(path: string, error: unknown): Problem {
  return {
    code: 'transcript-unreadable',
    thing: path,
    cause: error instanceof Error ? error.message : String(error),
    remedy: 'check that the file can be read and the data folder written; it is tried again every second',
  }
}

export function unwatchable(path: string, cause: string): Problem {
  return {
    code: 'file-unwatchable',
    thing: path,
    cause: `the system gives no notice of changes (${cause})`,
    remedy: 'raise the limit of watched files (fs.inotify.max_user_watches); until then it is looked at once a second',
  }
}
