import { z } from 'zod'

/** What a client may do. `view`: see everything. `control`: also type, start, stop and change. */
export const Role = z.enum(['view', 'control'])
export type Role = z.infer<typeof Role>

/** Whether one who has `has` may do what needs `needs`. */
export function mayDo(has: Role, needs: Role): boolean {
  return has === 'control' || needs === 'view'
}

/** A browser that was let in. Its secret is never told. */
export const ClientView = z.object({
  id: z.string(),
  role: Role,
  /** What the browser says of itself, shortened. */
  name: z.string(),
  since: z.string(),
  lastSeenAt: z.string(),
  /** Open connections now. */
  connections: z.number().int(),
})
export type ClientView = z.infer<typeof ClientView>
