import { expect, it } from 'vitest'
import { TextCache } from './text-cache.ts'

const bytesOf = (text: string) => Buffer.from(text, 'utf8')

it('reads what stands there, however often and whatever was read before', () => {
  const cache = new TextCache()
  // Far more than it has places for.
  const texts = Array.from({ length: 20_000 }, (_, at) => `key.${at % 7}.${at}`)
  for (const text of [...texts, ...texts.toReversed()]) {
    const bytes = bytesOf(`<${text}>`)
    if (cache.read(bytes, 1, bytes.length - 1) !== text) throw new Error(`not ${text}`)
  }
  const same = ['a', 'é', '🌍', '', 'x'.repeat(64), 'x'.repeat(65), '\u0000', '__proto__']
  expect(same.map((text) => cache.read(bytesOf(text), 0, bytesOf(text).length))).toEqual(same)
  expect(same.map((text) => cache.read(bytesOf(text), 0, bytesOf(text).length))).toEqual(same)
})

it('keeps nothing of the request that it read', () => {
  const cache = new TextCache()
  const bytes = bytesOf('model')
  expect(cache.read(bytes, 0, 5)).toBe('model')
  bytes.write('other')
  expect(cache.read(bytes, 0, 5)).toBe('other')
  expect(cache.read(bytesOf('model'), 0, 5)).toBe('model')
})

it('takes bytes that are no text as one that says so', () => {
  const cache = new TextCache()
  const bytes = Buffer.from([0x61, 0xff, 0x62])
  for (const _ of [1, 2]) expect(cache.read(bytes, 0, 3)).toBe('a\ufffdb')
})
