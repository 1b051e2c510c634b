import { beforeEach, expect, test } from 'vitest'
import { sayShown, shownSeries, useLooking } from './looking.ts'

beforeEach(() => useLooking.setState({ screens: new Map() }))

const shown = (byAddress: string | null = 'address') => shownSeries(useLooking.getState(), byAddress)

test('the address tells what is shown where no screen says so', () => {
  expect(shown()).toEqual(['address'])
  expect(shown(null)).toEqual([])
})

test('what screens show is gathered, each series once', () => {
  sayShown('left', ['a', 'b', 'a'])
  sayShown('right', ['b', 'c'])
  expect(shown()).toEqual(['a', 'b', 'c'])
  sayShown('left', ['d'])
  expect(shown()).toEqual(['d', 'b', 'c'])
})

test('a screen that shows none is believed, and one that is gone says nothing', () => {
  sayShown('left', [])
  expect(shown()).toEqual([])
  sayShown('left', null)
  expect(shown()).toEqual(['address'])
})
