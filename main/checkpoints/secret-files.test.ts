import { expect, it } from 'vitest'
import { looksSecret } from './secret-files.ts'

it.each([
  '.env',
  '.env.local',
  'prod.env',
  'a/server.pem',
  'tls.key',
  'cert.p12',
  'id_rsa',
  'id_ed25519',
  'id_work',
  'credentials',
  'Credentials.json',
  '.npmrc',
  '.ssh/config',
  'secrets.yaml',
])('takes %s for a secret', (name) => expect(looksSecret(name)).toBe(true))

it.each([
  '.env.example',
  '.env.sample',
  'environment.ts',
  'keys.ts',
  'monkey',
  'id_table.sql',
  'src/secretary.ts',
  'a.keynote',
])('takes %s for work', (name) => expect(looksSecret(name)).toBe(false))
