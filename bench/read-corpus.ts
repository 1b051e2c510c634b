import { readCorpus } from '../main/agents/claude/transcript/read-all.ts'

/** Reads the `projects` folder given as argument and prints its token totals, as a process of its own to be timed. */
const reading = await readCorpus(process.argv[2] ?? '')
const totals = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 }
for (const { tokens } of reading.models.values()) {
  totals.input += tokens.input
  totals.output += tokens.output
  totals.cacheRead += tokens.cacheRead
  totals.cacheWrite += tokens.cacheWrite5m + tokens.cacheWrite1h
}
console.log(JSON.stringify(totals))
