import { describe, expect, test } from 'vitest'
import { crumbsOf, recentProjects, suggestTask, taskProblem } from './start-names.ts'

describe('a name from a description', () => {
  test.each([
    ['Add a login page', 'add-login-page'],
    ['Übersetze den Führer!', 'ubersetze-den-fuhrer'],
    ['Fix bug #42 in the parser', 'fix-bug-42-parser'],
    ['', ''],
    ['…', ''],
    ['Make the checkout faster, smaller and easier to read for everybody', 'make-checkout-faster-smaller-easier-read'],
    ['x'.repeat(60), 'x'.repeat(40)],
  ])('%s', (description, name) => expect(suggestTask(description)).toBe(name))

  test('what is suggested is allowed', () => {
    for (const text of ['Add a login', '42 things', 'Ein Café bauen', 'a..b']) {
      expect(taskProblem(suggestTask(text), [])).toBeNull()
    }
  })
})

describe('a name that cannot be', () => {
  test.each([
    ['', 'short name'],
    ['-x', 'Begin with'],
    ['a b', 'not “ ”'],
    ['a/b', 'not “/”'],
    ['a..b', 'dots'],
    ['a.', 'dots'],
    ['a'.repeat(81), '80'],
    ['taken', 'There is a task'],
  ])('%s', (name, why) => expect(taskProblem(name, ['taken'])).toContain(why))
  test('others can', () => expect(taskProblem('add-login_2.0', ['taken'])).toBeNull())
})

test('projects used last come first, each once', () => {
  const used = [
    { project: '/a', updatedAt: '2026-01-01' },
    { project: '/b', updatedAt: '2026-01-03' },
    { project: '/a', updatedAt: '2026-01-04' },
    { project: '/c', updatedAt: '2026-01-02' },
  ]
  expect(recentProjects(used, 2)).toEqual(['/a', '/b'])
  expect(recentProjects([], 2)).toEqual([])
})

describe('the folders above a path', () => {
  const names = (path: string, home: string) => crumbsOf(path, home).map(({ name }) => name)
  test('home is ~', () => {
    expect(crumbsOf('/home/ann/work/shop', '/home/ann')).toEqual([
      { name: '~', path: '/home/ann' },
      { name: 'work', path: '/home/ann/work' },
      { name: 'shop', path: '/home/ann/work/shop' },
    ])
    expect(names('/home/ann', '/home/ann')).toEqual(['~'])
    expect(names('/home/anna', '/home/ann')).toEqual(['/', 'home', 'anna'])
  })
  test('elsewhere it begins at the root', () => {
    expect(crumbsOf('/srv/x', '/home/ann')).toEqual([
      { name: '/', path: '/' },
      { name: 'srv', path: '/srv' },
      { name: 'x', path: '/srv/x' },
    ])
    expect(names('/', '/root')).toEqual(['/'])
  })
  test('drives', () => {
    expect(crumbsOf('D:\\work\\shop', 'C:\\Users\\ann')).toEqual([
      { name: 'D:', path: 'D:\\' },
      { name: 'work', path: 'D:\\work' },
      { name: 'shop', path: 'D:\\work\\shop' },
    ])
  })
})
