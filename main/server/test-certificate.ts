import { execFileSync, spawnSync } from 'node:child_process'
import { join } from 'node:path'

/** Certificates of the tests are made by openssl; without it those tests are skipped and say so. */
export const OPENSSL = spawnSync('openssl', ['version']).status === 0
export const WHY_SKIPPED = OPENSSL ? '' : '(skipped: openssl is not installed)'

/** Certificates are valid for this many days from now on. */
export const CERTIFICATE_DAYS = 2

export interface TestCertificate {
  certFile: string
  keyFile: string
}

/** Self-signed; `names` as openssl takes them: "DNS:a.example,IP:127.0.0.1"; "": no alternative name at all. */
export function makeCertificate(folder: string, name: string, names: string): TestCertificate {
  const [certFile, keyFile] = [join(folder, `${name}.pem`), join(folder, `${name}-key.pem`)]
  const request = 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes'.split(' ')
  const what = ['-subj', '/CN=baton test', ...(names === '' ? [] : ['-addext', `subjectAltName=${names}`])]
  openssl([...request, ...what, '-days', String(CERTIFICATE_DAYS), '-keyout', keyFile, '-out', certFile])
  return { certFile, keyFile }
}

export function openssl(words: string[]): void {
  execFileSync('openssl', words, { env: { PATH: process.env['PATH'] ?? '' }, stdio: 'pipe' })
}
