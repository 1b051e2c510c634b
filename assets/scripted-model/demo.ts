import type { Character, UsageScript } from './reply.ts'
import { worker } from './worker.ts'

/** The demo's task: what `baton demo` puts into its project's dev-docs. */
export const DEMO_TASK = 'field-guide'

export const DEMO_PLAN = `# Plan: a small field guide

Write a field guide to nine birds, one page each, in \`guide/\`. A page is one line. The guide is done when every page exists.
`

/** Natural titles, each naming the file that it makes. */
export const DEMO_BOXES: readonly string[] = [
  'Describe the blackbird in guide/blackbird.md',
  'Describe the barn owl in guide/barn-owl.md',
  'Describe the kingfisher in guide/kingfisher.md',
  'Describe the swift in guide/swift.md',
  'Describe the grey heron in guide/grey-heron.md',
  'Describe the nuthatch in guide/nuthatch.md',
  'Describe the lapwing in guide/lapwing.md',
  'Describe the wren in guide/wren.md',
  'Describe the red kite in guide/red-kite.md',
]

/** Three boxes fill a session up to the default due point of 200 000 tokens, so nine boxes take three. */
export const DEMO_USAGE: UsageScript = { base: 40_000, growth: 18_000 }

/** Slow enough to be watched, quick enough to be watched to the end. */
const PACE_MS = 500

const demoWorker = worker()

export const demoCharacter: Character = (conversation) => ({ ...demoWorker(conversation), delayMs: PACE_MS })
