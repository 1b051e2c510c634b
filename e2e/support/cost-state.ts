import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { World } from './world.ts'

/** What the CLI itself says that each session cost, USD by session id: its transcript's last word on it. */
export function costStates({ home }: World): Map<string, number> {
  const costs = new Map<string, number>()
  for (const file of transcripts(home)) {
    const lines = readFileSync(file, 'utf8').split('\n')
    const last = lines.findLast((line) => line.includes('"cost-state"'))
    if (last === undefined) continue
    costs.set(basename(file, '.jsonl'), (JSON.parse(last) as { totalCostUSD: number }).totalCostUSD)
  }
  return costs
}

/** A session's transcript as it stands; "": there is none yet. */
export function transcriptText({ home }: World, sessionId: string): string {
  const file = transcripts(home).find((one) => basename(one, '.jsonl') === sessionId)
  return file === undefined ? '' : readFileSync(file, 'utf8')
}

function transcripts(home: string): string[] {
  const root = join(home, '.claude/projects')
  if (!existsSync(root)) return []
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.jsonl'))
  return names.map((name) => join(root, name))
}
