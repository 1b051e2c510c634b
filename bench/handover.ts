import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startScriptedModel } from '../assets/scripted-model/server.ts'
import { worker } from '../assets/scripted-model/worker.ts'
import { describeProblem } from '../contract/problem.ts'
import { numberedBoxes } from '../e2e/support/project.ts'
import { makeWorld } from '../e2e/support/world.ts'
import { startBareRestarts } from './bare-restarts.ts'
import { startCore } from './core.ts'
import { observedHooks, startHookObserver } from './hook-observer.ts'
import { median, type BenchResult } from './result.ts'

const PAIRS = 20
const QUICK_PAIRS = 3
const RATIO_AIM = 1.3

/** One box takes a session of four responses; it is due when the box is done and not past due before. Tokens. */
const USAGE = { base: 40_000, growth: 18_000 }
const DUE = 90_000
/** As many cycles as there are pairs, where a sound series has three in ten minutes. */
const TIMING = { tooFastCycles: 1_000, shortSessions: 1_000 }
const FLAGS = { permissionMode: 'acceptEdits', allowedTools: 'Bash(*) Read Write Edit' }

/**
 * From the `Stop` that ends the verified checkpoint to the next session's `UserPromptSubmit`, beside a bare restart that keeps
 * nothing: the real CLI, a model that answers at once, the same hooks seen by the same server.
 */
export async function run({ quick }: { quick: boolean }): Promise<BenchResult[]> {
  const pairs = quick ? QUICK_PAIRS : PAIRS
  const model = await startScriptedModel({ character: worker(), usage: USAGE })
  const observer = await startHookObserver()
  const world = makeWorld({ modelUrl: model.url })
  try {
    mkdirSync(join(world.home, '.claude'), { recursive: true })
    writeFileSync(join(world.home, '.claude/settings.json'), JSON.stringify({ hooks: observedHooks(observer.url) }))
    // A handover each, the one that warms up, and a box that stays open.
    const boxes = numberedBoxes(pairs + 2)
    const mine = world.project({ name: 'ours', boxes })
    const theirs = world.project({ name: 'peer', boxes })
    const [ours, peer] = [observer.side(mine.path), observer.side(theirs.path)]
    const core = await startCore(world, TIMING)
    const begun = await core.client.call('series.run', {
      project: mine.path,
      task: mine.task,
      flags: { ...FLAGS, thresholdTokens: DUE },
      env: world.env,
    })
    if (!begun.ok) throw new Error(describeProblem(begun.problem))
    const bare = await startBareRestarts(world, theirs, FLAGS)
    await Promise.all([ours.ready, peer.ready])
    const taken = { ours: [] as number[], peer: [] as number[] }
    for (let pair = 0; pair <= pairs; pair += 1) {
      const first = pair % 2 === 0
      const before = first ? await ours.handover() : await peer.handover()
      const after = first ? await peer.handover() : await ours.handover()
      // The first pair fills the caches of both and is not counted.
      if (pair === 0) continue
      taken.ours.push(first ? before : after)
      taken.peer.push(first ? after : before)
    }
    const kept = await core.client.call('checkpoint.list', { seriesId: begun.value.seriesId })
    const verified = kept.ok ? kept.value.filter((one) => one.kind === 'agent' && one.ref !== null).length : 0
    if (verified < pairs) throw new Error(`only ${verified} of ${pairs} handovers were verified and kept on a ref`)
    await bare.close()
    await core.close()
    const value = median(taken.ours) / median(taken.peer)
    const aim = `≤ ${RATIO_AIM} × bare restart`
    return [
      { name: 'handover: last Stop to next first prompt', unit: 'ms', ...taken, aim, value, met: value <= RATIO_AIM },
    ]
  } finally {
    await world.close()
    await observer.close()
    await model.close()
  }
}
