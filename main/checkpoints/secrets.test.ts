import { expect, it } from 'vitest'
import { findSecrets, maskSecrets } from './secrets.ts'

// Put together here so that no scanner takes this file for a leak.
const join = (...parts: string[]) => parts.join('')
const KEY_BODY = 'MIIEpAIBAAKCAQEA1234567890abcdefghijklmnopqrstuvwxyz\nabcDEF\n'

const SECRETS: [string, string][] = [
  ['anthropic api key', join('sk-ant', '-api03-', 'a1B2'.repeat(12))],
  ['anthropic api key', join('sk-ant', '-oat01-', 'a1B2'.repeat(12))],
  ['openai api key', join('sk-', 'proj-', 'a1B2'.repeat(10))],
  ['github token', join('ghp', '_wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx')],
  ['aws access key id', join('AK', 'IAJ5Q7DNN7RXMPLEAB')],
  ['google api key', join('AI', 'zaSyA1234567890abcdefghijklmnopqrstuv')],
  ['private key', join('-----BEGIN RSA ', 'PRIVATE KEY-----\n', KEY_BODY, '-----END RSA ', 'PRIVATE KEY-----')],
  ['slack token', join('xoxb', '-123456789012-1234567890123-abcdefghijklmnopqrstuvwx')],
]

it.each(SECRETS)('finds a %s by its line and masks all of it', async (kind, secret) => {
  const text = `# Notes 😀\n\nuse ${secret} for it\nend\n`
  expect(await findSecrets(text)).toEqual([{ line: 3, kind }])
  expect(await maskSecrets(text)).toEqual({
    text: `# Notes 😀\n\nuse [${kind} masked by Baton] for it\nend\n`,
    kinds: [kind],
  })
})

it('cannot be switched off by a comment in the text', async () => {
  const text = `<!-- secretlint-disable -->\n${SECRETS[3]?.[1]}\n`
  expect(await findSecrets(text)).toHaveLength(1)
})

it('takes hashes, ids, placeholders and prose for what they are', async () => {
  const text = `commit 1a2b3c4d5e6f7a8b9c0d1e2f3a4b5c6d7e8f9a0b
id 01JD8Z6Q7V2M4N5P6R7S8T9V0W, 3f2504e0-4f89-11d3-9a0c-0305e82c3301
sha256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
set ANTHROPIC_API_KEY=sk-ant-... and GITHUB_TOKEN from the vault; password is in 1Password
AKIAIOSFODNN7EXAMPLE is the documented example`
  expect(await maskSecrets(text)).toEqual({ text, kinds: [] })
})

it('finds several, also in one line', async () => {
  const [a, b] = [SECRETS[3]?.[1], SECRETS[4]?.[1]]
  expect((await findSecrets(`${a} ${b}\n${a}`)).map((found) => found.line)).toEqual([1, 1, 2])
})
