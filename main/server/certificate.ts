import { createPrivateKey, X509Certificate } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { failure, success } from '../../contract/problem.ts'
import type { Outcome } from '../../contract/problem.ts'

export interface CertificateFiles {
  certFile: string
  keyFile: string
}

export interface Certificate {
  /** PEM texts. */
  cert: string
  key: string
  /** What it is valid for, as it stands in an address: lower-case, IPv6 in brackets. Wildcards are left out. */
  names: string[]
}

const HOW =
  'make one that browsers of yours trust, as with `mkcert -cert-file cert.pem -key-file key.pem ADDRESS`, and give both files'

/** A certificate with its key, checked as far as it can be before anything listens. `now` in ms since the epoch. */
export async function readCertificate(files: CertificateFiles, now: number): Promise<Outcome<Certificate>> {
  const cert = await readText(files.certFile, '--tls-cert')
  if (!cert.ok) return cert
  const key = await readText(files.keyFile, '--tls-key')
  if (!key.ok) return key
  const certificate = attempt(() => new X509Certificate(cert.value))
  if (certificate === null) return refused(files.certFile, 'it holds no certificate in PEM', HOW)
  const privateKey = attempt(() => createPrivateKey(key.value))
  if (privateKey === null) {
    const cause = /ENCRYPTED/.test(key.value) ? 'the key needs a passphrase' : 'it holds no private key in PEM'
    return refused(files.keyFile, cause, 'give a key file without one: `openssl pkey -in KEY -out key.pem`')
  }
  return checked(files, certificate, privateKey, now, { cert: cert.value, key: key.value })
}

function checked(
  { certFile, keyFile }: CertificateFiles,
  certificate: X509Certificate,
  key: KeyObject,
  now: number,
  texts: { cert: string; key: string },
): Outcome<Certificate> {
  if (!certificate.checkPrivateKey(key)) {
    return refused(keyFile, `it is not the key of ${certFile}`, 'give the key that the certificate was made with')
  }
  if (Date.parse(certificate.validTo) < now) {
    return refused(certFile, `the certificate expired on ${day(certificate.validTo)}`, 'renew it')
  }
  if (Date.parse(certificate.validFrom) > now) {
    const cause = `the certificate is valid from ${day(certificate.validFrom)} on`
    return refused(certFile, cause, 'wait, or look at the clock of this machine')
  }
  const names = namesOf(certificate)
  if (names.length === 0) return refused(certFile, 'the certificate names no address (subjectAltName)', HOW)
  return success({ ...texts, names })
}

/** A host as it stands in an address: lower-case, IPv6 short and in brackets. Null: no host. */
export function hostName(text: string): string | null {
  const bare = text.replace(/^\[|\]$/g, '')
  return attempt(() => new URL(`https://${bare.includes(':') ? `[${bare}]` : bare}`).hostname)
}

/** The alternative names of hosts, as Node prints them: "DNS:a.example, IP Address:FD00:0:0:0:0:0:0:1". */
function namesOf(certificate: X509Certificate): string[] {
  const entries = (certificate.subjectAltName ?? '').split(', ')
  return entries.flatMap((entry) => {
    const name = /^(?:DNS|IP Address):([^"*]+)$/.exec(entry)?.[1]
    return name === undefined ? [] : (hostName(name) ?? [])
  })
}

async function readText(path: string, flag: string): Promise<Outcome<string>> {
  try {
    return success(await readFile(path, 'utf8'))
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const cause = code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code ?? message})`
    return refused(path, cause, `give ${flag} a file in PEM that you may read`)
  }
}

function refused(thing: string, cause: string, remedy: string): Outcome<never> {
  return failure('certificate-unusable', thing, cause, remedy)
}

function day(text: string): string {
  return new Date(text).toISOString().slice(0, 10)
}

/** What OpenSSL and the URL parser say of bad input are exceptions; here it is no more than input. */
function attempt<T>(make: () => T): T | null {
  try {
    return make()
  } catch {
    return null
  }
}
