import { z } from 'zod'
import { stateFileOf } from './environment.ts'
import { readIfThere } from './user-settings.ts'

/** What Baton asks of the CLI's state file. Of the account it keeps nothing but that it is there. */
const State = z.object({
  hasCompletedOnboarding: z.boolean().optional().catch(undefined),
  bypassPermissionsModeAccepted: z.boolean().optional().catch(undefined),
  oauthAccount: z
    .unknown()
    .transform((account) => account !== undefined && account !== null)
    .optional(),
  customApiKeyResponses: z
    .object({ approved: z.array(z.string()).catch([]), rejected: z.array(z.string()).catch([]) })
    .optional()
    .catch(undefined),
  projects: z
    .record(z.string(), z.object({ hasTrustDialogAccepted: z.boolean().optional().catch(undefined) }).catch({}))
    .optional()
    .catch(undefined),
})
export type ClaudeState = z.infer<typeof State>

/** The CLI's state for the user of `environment`; empty when there is none yet. */
export async function readState(environment: Record<string, string>): Promise<ClaudeState> {
  const text = await readIfThere(stateFileOf(environment))
  if (text === null) return {}
  try {
    return State.safeParse(JSON.parse(text)).data ?? {}
  } catch {
    // The CLI itself starts anew from a broken one, with its onboarding.
    return {}
  }
}
