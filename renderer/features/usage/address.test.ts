import { describe, expect, test } from 'vitest'
import { readPath } from '../../app/routes.ts'
import { addressPath, narrowedTo, readAddress, slicesOf, stepInto, stepUp, type UsageAddress } from './address.ts'

const USUAL = readAddress('overview', '')

/** What comes back when the address is opened. */
function again(address: UsageAddress): UsageAddress {
  const place = readPath(addressPath(address))
  if (place.screen !== 'usage') throw new Error(`it leads to ${place.screen}`)
  return readAddress(place.part, place.query)
}

describe('an address', () => {
  test('says nothing of what is as usual', () => {
    expect(addressPath(USUAL)).toBe('/usage')
    expect(USUAL).toMatchObject({ range: '30d', trail: [], by: 'project', sort: { column: 'cost', down: true } })
  })

  test.each([
    { part: 'models', range: 'all' },
    { range: { from: '2026-11-01', until: '2026-11-20' }, metric: 'tokens', stack: 'project', table: true },
    { by: 'day', sort: { column: 'cacheShare', down: false } },
    { by: 'day', sort: { column: 'name', down: true } },
    {
      trail: [
        { dimension: 'model', value: 'gpt-5&x=1' },
        { dimension: 'project', value: '/home/ann/a b#?%' },
        { dimension: 'series', value: '' },
      ],
      by: 'session',
    },
  ] satisfies Partial<UsageAddress>[])('leads back to the same view: %o', (change) => {
    const address = { ...USUAL, ...change } as UsageAddress
    expect(again(address)).toEqual(address)
  })

  test('of rubbish is the usual one', () => {
    const query = 'range=never&from=2026-13-01&until=x&by=moon&sort=-moon&show=moon&stack=moon&as=moon&moon=1'
    expect(readAddress('overview', query)).toEqual(USUAL)
  })

  test('with its days the wrong way round is turned', () => {
    expect(readAddress('overview', 'from=2026-11-20&until=2026-11-01').range).toEqual({
      from: '2026-11-01',
      until: '2026-11-20',
    })
  })

  test('takes each dimension once, and no slice that is settled', () => {
    const address = readAddress('overview', 'project=a&project=b&by=project')
    expect(address).toMatchObject({ trail: [{ dimension: 'project', value: 'a' }], by: 'session' })
  })
})

describe('down and up', () => {
  const shop = stepInto(USUAL, { dimension: 'project', value: '/shop' })
  const session = stepInto(shop, { dimension: 'session', value: 's1' })

  test('a project is made of sessions, a session of models', () => {
    expect(shop.by).toBe('session')
    expect(session.by).toBe('model')
    expect(session.trail).toHaveLength(2)
  })

  test('what a session settles is not asked for again', () => {
    expect(slicesOf(session.trail)).toEqual(['model', 'day'])
    expect(slicesOf([{ dimension: 'series', value: 'x' }])).toEqual(['model', 'agent', 'session', 'day'])
  })

  test('up again', () => {
    expect(stepUp(session, 1)).toEqual(shop)
    expect(stepUp(session, 0)).toEqual(USUAL)
  })

  test('a filter stands before the steps, takes the place of itself, and goes', () => {
    const model = stepInto(USUAL, { dimension: 'model', value: 'm' })
    const narrowed = narrowedTo(model, 'agent', 'codex')
    expect(narrowed.trail.map(({ dimension }) => dimension)).toEqual(['agent', 'model'])
    const other = narrowedTo(narrowed, 'agent', 'claude')
    expect(other.trail).toEqual([{ dimension: 'agent', value: 'claude' }, model.trail[0]])
    expect(narrowedTo(other, 'agent', null)).toEqual(model)
  })

  test('narrowing to a project gives up rows of projects, and keeps others', () => {
    expect(narrowedTo(USUAL, 'project', '/shop').by).toBe('session')
    expect(narrowedTo({ ...USUAL, by: 'model' }, 'project', '/shop').by).toBe('model')
  })
})
