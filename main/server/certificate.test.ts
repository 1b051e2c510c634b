import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hostName, readCertificate } from './certificate.ts'
import { CERTIFICATE_DAYS, makeCertificate, openssl, OPENSSL, WHY_SKIPPED } from './test-certificate.ts'
import type { TestCertificate } from './test-certificate.ts'

const DAY_MS = 24 * 60 * 60_000

it.each([
  ['Box.Local', 'box.local'],
  ['192.168.1.5', '192.168.1.5'],
  ['0x7f.1', '127.0.0.1'],
  ['FD00:0:0:0:0:0:0:2', '[fd00::2]'],
  ['[::1]', '[::1]'],
  ['a b', null],
  ['', null],
])('%j stands in an address as %j', (text, name) => {
  expect(hostName(text)).toBe(name)
})

describe.skipIf(!OPENSSL)(`a certificate ${WHY_SKIPPED}`, () => {
  let folder = ''
  let good: TestCertificate
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'baton-certificate-'))
    good = makeCertificate(folder, 'good', 'DNS:Box.example,DNS:*.example,IP:127.0.0.1,IP:fd00::2')
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  const read = (change: Partial<TestCertificate>, now = Date.now()) => readCertificate({ ...good, ...change }, now)
  const put = (name: string, text: string) => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }

  it('is taken with the names that it is valid for, wildcards left out', async () => {
    expect(await read({})).toMatchObject({
      ok: true,
      value: { names: ['box.example', '127.0.0.1', '[fd00::2]'], cert: expect.stringContaining('BEGIN CERTIFICATE') },
    })
  })

  it('is refused when it is over or not yet there, with the day', async () => {
    const over = await read({}, Date.now() + (CERTIFICATE_DAYS + 1) * DAY_MS)
    expect(over).toMatchObject({
      ok: false,
      problem: { thing: good.certFile, cause: expect.stringMatching(/expired on 20\d\d-\d\d-\d\d$/) },
    })
    const early = await read({}, Date.now() - DAY_MS)
    expect(early).toMatchObject({
      ok: false,
      problem: { cause: expect.stringMatching(/valid from 20\d\d-\d\d-\d\d on$/) },
    })
  })

  it('is refused with the key of another one', async () => {
    const { keyFile } = makeCertificate(folder, 'other', 'IP:127.0.0.1')
    const answer = await read({ keyFile })
    expect(answer).toMatchObject({
      ok: false,
      problem: { thing: keyFile, cause: `it is not the key of ${good.certFile}` },
    })
  })

  it('is refused without a name', async () => {
    expect(await read(makeCertificate(folder, 'nameless', ''))).toMatchObject({
      ok: false,
      problem: { cause: expect.stringContaining('subjectAltName') },
    })
  })

  it('is refused when a file is missing or something else, naming the file', async () => {
    const none = join(folder, 'none')
    const junk = put('junk', 'junk')
    for (const [change, cause] of [
      [{ certFile: none }, /no such file/],
      [{ keyFile: none }, /no such file/],
      [{ certFile: folder }, /cannot be read \(EISDIR\)/],
      [{ certFile: junk }, /no certificate in PEM/],
      [{ certFile: good.keyFile }, /no certificate in PEM/],
      [{ keyFile: junk }, /no private key in PEM/],
      [{ keyFile: good.certFile }, /no private key in PEM/],
    ] as const) {
      const [thing] = Object.values(change)
      expect(await read(change)).toMatchObject({
        ok: false,
        problem: { code: 'certificate-unusable', thing, cause: expect.stringMatching(cause) },
      })
    }
  })

  it.skipIf(process.getuid?.() === 0)('is refused when a file may not be read', async () => {
    const closed = put('closed', '')
    chmodSync(closed, 0)
    expect(await read({ keyFile: closed })).toMatchObject({ problem: { cause: expect.stringContaining('EACCES') } })
  })

  it('is refused with a key that needs a passphrase, and says how to take it off', async () => {
    const keyFile = join(folder, 'locked.pem')
    openssl(['pkey', '-in', good.keyFile, '-aes256', '-passout', 'pass:secret', '-out', keyFile])
    expect(await read({ keyFile })).toMatchObject({
      ok: false,
      problem: { cause: expect.stringContaining('passphrase'), remedy: expect.stringContaining('openssl pkey') },
    })
  })
})
