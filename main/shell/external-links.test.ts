import { expect, it } from 'vitest'
import { createExternalLinks, openableAddress } from './external-links.ts'
import { fakeElectron } from './fake-electron.ts'
import { testLog } from './testing.ts'

it('opens https and pages of this machine, nothing else', () => {
  expect(openableAddress('https://example.com/a?b#c')).toBe('https://example.com/a?b#c')
  expect(openableAddress('http://localhost:5173/')).toBe('http://localhost:5173/')
  expect(openableAddress('http://127.0.0.1:4319/')).toBe('http://127.0.0.1:4319/')
  expect(openableAddress('http://[::1]:8080/')).toBe('http://[::1]:8080/')
  const refused = [
    'http://example.com/',
    'http://localhost.evil.example/',
    'file:///etc/passwd',
    'smb://host/share',
    'vscode://x',
    'javascript:alert(1)',
    'https://user:secret@example.com/',
    'no address',
    `https://example.com/${'x'.repeat(3_000)}`,
  ]
  expect(refused.filter((address) => openableAddress(address) !== null)).toEqual([])
})

it('shows the whole address as it is opened, and opens it only when told to', async () => {
  const { electron, world, asked, opened } = fakeElectron()
  const askToOpen = createExternalLinks(electron, testLog())
  world.response = 1
  // Cyrillic letters that look like Latin ones are seen for what they are.
  await askToOpen('https://аpple.com/\u202Eok')
  expect(asked[0]).toMatchObject({ detail: 'https://xn--pple-43d.com/%E2%80%AEok', defaultId: 1, cancelId: 1 })
  expect(opened).toEqual([])
  world.response = 0
  await askToOpen('https://example.com/b')
  expect(opened).toEqual(['https://example.com/b'])
})

it('says that it does not open what it may not', async () => {
  const { electron, world, asked, opened } = fakeElectron()
  world.response = 0
  await createExternalLinks(electron, testLog())('file:///etc/passwd')
  expect(asked[0]).toMatchObject({ message: 'This address is not opened' })
  expect(asked[0]?.detail).toContain('file:///etc/passwd')
  expect(opened).toEqual([])
})

it('asks about one link at a time', async () => {
  const { electron, asked } = fakeElectron()
  const log = testLog()
  const askToOpen = createExternalLinks(electron, log)
  await Promise.all(Array.from({ length: 5 }, (_, n) => askToOpen(`https://example.com/${n}`)))
  expect(asked).toHaveLength(1)
  expect(log.lines).toHaveLength(4)
  await askToOpen('https://example.com/6')
  expect(asked).toHaveLength(2)
})
