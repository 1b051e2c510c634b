import { BinaryWriter } from '@bufbuild/protobuf/wire'
import { describe, expect, it } from 'vitest'
import { partialSuccess } from './partial-success.ts'

function protobuf(rejected: number, why: string): Uint8Array {
  const inner = new BinaryWriter().tag(1, 0).int64(rejected).tag(2, 2).string(why).tag(9, 0).int32(1)
  return new BinaryWriter().tag(7, 2).string('unknown').tag(1, 2).bytes(inner.finish()).finish()
}

const json = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value))
const ALL = { rejected: 0, why: '' }

describe('what an endpoint did not take', () => {
  it('is read from protobuf', () => {
    expect(partialSuccess('protobuf', protobuf(3, 'too old'))).toEqual({ rejected: 3, why: 'too old' })
    expect(partialSuccess('protobuf', new Uint8Array())).toEqual(ALL)
  })

  it.each(['rejectedLogRecords', 'rejectedDataPoints', 'rejectedSpans'])('is read from JSON: %s', (name) => {
    const body = json({ partialSuccess: { [name]: '4', errorMessage: 'too old' } })
    expect(partialSuccess('json', body)).toEqual({ rejected: 4, why: 'too old' })
    expect(partialSuccess('json', json({ partialSuccess: { [name]: 5 } }))).toEqual({ rejected: 5, why: '' })
  })

  it.each([{}, null, 'OK', { partialSuccess: null }, { partialSuccess: { rejectedSpans: -1 } }])(
    'is nothing where nothing is said: %j',
    (value) => expect(partialSuccess('json', json(value))).toEqual(ALL),
  )

  it('is nothing where the answer is no OTLP', () => {
    expect(partialSuccess('json', Buffer.from('<html>'))).toEqual(ALL)
    expect(partialSuccess('protobuf', Buffer.from('<html>OK'))).toEqual(ALL)
    expect(partialSuccess('protobuf', Buffer.from([0x0a, 0xff]))).toEqual(ALL)
  })

  it('keeps long explanations short', () => {
    expect(partialSuccess('protobuf', protobuf(1, 'x'.repeat(9_000))).why).toHaveLength(300)
  })
})
