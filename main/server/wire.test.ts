import { expect, it } from 'vitest'
import { cleanText } from '../../contract/text.ts'
import { encodeForClient } from './wire.ts'

it('cleans every string of an answer, whatever stands in it', () => {
  const wrong: number[] = []
  for (let code = 0; code <= 0xffff; code += 1) {
    const said = `a${String.fromCharCode(code)}b`
    const { inner } = JSON.parse(encodeForClient({ inner: [1, { said }] })) as { inner: [number, { said: string }] }
    if (inner[1].said !== cleanText(said)) wrong.push(code)
  }
  expect(wrong).toEqual([])
  expect(encodeForClient({ tag: 'x\u{e0041}y', n: [1, null] })).toBe('{"tag":"xy","n":[1,null]}')
  expect(encodeForClient({ plain: 'é 🙂', n: [1, null] })).toBe('{"plain":"é 🙂","n":[1,null]}')
})
