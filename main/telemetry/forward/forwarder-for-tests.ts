import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import type { ForwardView } from '../../../contract/telemetry.ts'
import type { Forwarder, ForwardSettings } from '../types.ts'
import { openTestEndpoint, type TestEndpoint } from './endpoint-for-tests.ts'
import { openForwarder, type ForwarderParts } from './forwarder.ts'
import { QUICK, SETTINGS } from './samples-for-tests.ts'

export interface ForwardWorld {
  dataDir: string
  endpoint: TestEndpoint
  /** What was told for the log. */
  faults: string[]
  /** Opens the forwarder, again after a close; ended with the test. */
  open(settings?: Partial<ForwardSettings>, parts?: Partial<ForwarderParts>): Promise<Forwarder>
}

export async function forwardWorld(): Promise<ForwardWorld> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'baton-forward-'))
  const endpoint = await openTestEndpoint()
  const faults: string[] = []
  const open = new Set<Forwarder>()
  onTestFinished(async () => {
    await endpoint.goAway()
    await Promise.all([...open].map((forwarder) => forwarder.close()))
    rmSync(dataDir, { recursive: true })
  })
  return {
    dataDir,
    endpoint,
    faults,
    async open(settings, parts) {
      const opened = await openForwarder({
        settings: { ...SETTINGS, endpoint: endpoint.url, ...settings },
        headers: {},
        dataDir,
        version: '1.2.3',
        pace: QUICK,
        fault: (what) => void faults.push(what),
        ...parts,
      })
      if (!opened.ok) throw new Error(opened.problem.cause)
      const { close, ...forwarder } = opened.value
      const closable: Forwarder = {
        ...forwarder,
        async close() {
          if (open.delete(closable)) await close()
        },
      }
      open.add(closable)
      return closable
    },
  }
}

export function isEmpty(view: ForwardView): boolean {
  return view.queued.requests === 0 && view.queued.bytes === 0 && view.queued.oldestAt === null
}
