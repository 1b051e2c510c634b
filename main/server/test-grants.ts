import { pino } from 'pino'
import type { Role } from '../../contract/access.ts'
import { openGrants } from './grants.ts'
import type { Grants } from './grants.ts'

/** A browser that was let in with `role`, and the cookie that it sends to the core of a port. */
export async function testGrants(role: Role): Promise<{ grants: Grants; cookie(port: number): string }> {
  const grants = await openGrants({ dataDir: null, log: pino({ level: 'silent' }) })
  const exchanged = await grants.exchange(grants.createCode(role), { userAgent: 'Test/1', former: [] })
  if (!exchanged.ok) throw new Error(exchanged.why)
  return { grants, cookie: (port) => `baton_${port}=${exchanged.secret}` }
}
