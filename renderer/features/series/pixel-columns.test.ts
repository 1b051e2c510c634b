import { expect, it } from 'vitest'
import { pixelColumns } from './pixel-columns.ts'

const columns = (points: ([number, number] | null)[]) =>
  pixelColumns(0, points.length - 1, (index) => points[index] ?? null).map(({ x, top, bottom }) => [x, top, bottom])

it('reach from the highest to the lowest figure of a pixel', () => {
  expect(
    columns([
      [3, 50],
      [3.2, 10],
      [3.4, 30],
      [4, 20],
    ]),
  ).toEqual([
    [3, 10, 50],
    [4, 20, 30],
  ])
})

it('fill the pixels between two points, each from where the last one ended', () => {
  expect(
    columns([
      [0, 0],
      [4, 8],
    ]),
  ).toEqual([
    [0, 0, 0],
    [1, 0, 2],
    [2, 2, 4],
    [3, 4, 6],
    [4, 6, 8],
  ])
})

it('leave open what is not known', () => {
  expect(columns([[0, 5], null, [3, 7]])).toEqual([
    [0, 5, 5],
    [3, 7, 7],
  ])
  expect(columns([null])).toEqual([])
})
