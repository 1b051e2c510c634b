import { openForwarder } from './forwarder.ts'
import { QUICK, received, SETTINGS } from './samples-for-tests.ts'

/** A process that forwards: keeps so many requests in the folder it is given, says each that is durable, goes on sending. */
const [dataDir = '', endpoint = '', from = '0', count = '0'] = process.argv.slice(2)
const opened = await openForwarder({
  settings: { ...SETTINGS, endpoint },
  headers: {},
  dataDir,
  version: '1',
  pace: QUICK,
  fault: (what) => void process.stderr.write(`${what}\n`),
})
if (!opened.ok) throw new Error(opened.problem.cause)
for (let n = Number(from); n < Number(from) + Number(count); n += 1) {
  await opened.value.keep([received(`{"n":${n}}`)])
  process.stdout.write(`${n}\n`)
}
