import type { ScanState } from '../../contract/observed.ts'
import { describeProblem } from '../../contract/problem.ts'
import type { CoreClient } from '../server/types.ts'
import { createLiveBlock } from './live-block.ts'
import type { CommandContext } from './output.ts'
import { scanLine } from './render/scan-line.ts'
import { paintLine } from './render/line.ts'

/** How often progress is drawn, ms. */
const DRAW_EVERY_MS = 200

/**
 * Has all transcripts looked through, so that figures are of now; on a terminal with a line of how far it is. What cannot be
 * looked at is said on stderr, and the figures are those of the last time. Gives what is known of it; null: nothing.
 */
export async function lookFirst(client: CoreClient, { io, out }: CommandContext): Promise<ScanState | null> {
  const size = () => ({ columns: out.columns(), rows: io.stdout.rows ?? 24 })
  const block = out.live ? createLiveBlock((text) => void io.stdout.write(text), size) : null
  const over = new AbortController()
  const drawing = block === null ? null : draw()
  const looked = await client.call('scan.look', {})
  over.abort()
  await drawing
  block?.clear()
  if (!looked.ok) {
    out.diagnostic(`baton: ${describeProblem(looked.problem)}`)
    return null
  }
  return looked.value

  async function draw(): Promise<void> {
    while (!over.signal.aborted) {
      const state = await client.call('scan.state', {})
      if (over.signal.aborted) return
      if (state.ok && state.value.phase === 'first')
        block?.draw([paintLine(scanLine(state.value), out.paint, out.columns())])
      await waited(over.signal)
    }
  }
}

function waited(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, DRAW_EVERY_MS)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
