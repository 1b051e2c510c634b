import { expect, it, onTestFinished } from 'vitest'
import { killAmidWork } from './kill-for-tests.ts'
import { openTestStore, testFolder } from './testing.ts'

/** Sends batch after batch, each first as it was sent before: whoever was not answered sends again. Says each one taken. */
const SENDER = `
const { openTestStore } = await import(new URL('./testing.ts', process.argv[2]).href)
const { telemetryBatch, telemetryMinute, toldRequest } = await import(new URL('./telemetry-testing.ts', process.argv[2]).href)
const store = await openTestStore(process.argv[1])
for (let n = Number(process.argv[3]); ; n++) {
  const seen = new Uint8Array(new BigUint64Array([BigInt(n)]).buffer)
  const before = new Set((await store.telemetrySeen(0)).map((hashes) => new BigUint64Array(new Uint8Array(hashes).buffer)[0]))
  // What the processor does: a point that was seen is left out.
  const minutes = before.has(BigInt(n)) ? [] : [telemetryMinute({ minute: n, value: n })]
  const requests = [toldRequest({ id: 'r' + n }), toldRequest({ id: 'r' + (n - 1) })]
  await store.recordTelemetry(telemetryBatch({ minutes, requests, seen: minutes.length === 0 ? new Uint8Array() : seen, streams: [{ key: 'k', body: String(n), at: n }] }))
  process.stdout.write(n + '\\n')
}
`

it(
  'has every acknowledged batch after a kill, none by half, and none twice when it is sent again',
  { timeout: 60_000 },
  async () => {
    const folder = testFolder()
    onTestFinished(folder.remove)
    let acknowledged = 0
    for (let round = 0; round < 3; round++) {
      acknowledged = await killAmidWork(SENDER, [folder.dir, import.meta.url, String(acknowledged + 1)], acknowledged)

      const store = await openTestStore(folder.dir)
      const last = Number((await store.telemetryStreams(['k']))[0]?.body)
      // The one that was being committed may be there or not; those said to be are.
      expect([acknowledged, acknowledged + 1]).toContain(last)
      const query = { signal: 'metrics', name: 'token.usage', from: 0, until: 1e13, by: [] } as const
      for (const step of ['minute', 'hour', 'day', null] as const) {
        const figures = await store.telemetryFigures({ ...query, by: [], step })
        expect(figures.reduce((sum, { count }) => sum + count, 0)).toBe(last)
        expect(figures.reduce((sum, { value }) => sum + value, 0)).toBe((last * (last + 1)) / 2)
      }
      expect(await store.telemetrySeen(0)).toHaveLength(last)
      // And the one before the first.
      expect(await store.ledgerTotals()).toMatchObject([{ requests: last + 1 }])
      expect(await store.telemetrySessions(1)).toMatchObject([{ requests: last + 1 }])
      expect(await store.usageOfSession('a')).toMatchObject({ requests: last + 1 })
      await store.close()
    }
  },
)
