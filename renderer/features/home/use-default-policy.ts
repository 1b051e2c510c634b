import { DEFAULT_POLICY, type Policy, type PolicyLayer } from '../../../contract/policy.ts'
import { useBoard } from '../../stores/board.ts'

/** What a series would get in the project: defaults, the settings, the project's own. */
export function useDefaultPolicy(project: string | null): Policy {
  const settings = useBoard((state) => state.settings?.settings ?? null)
  if (settings === null) return DEFAULT_POLICY
  return { ...DEFAULT_POLICY, ...given(settings.policy), ...given(settings.projects[project ?? '']) }
}

/** A layer without the fields that it leaves open. */
function given(layer: PolicyLayer | undefined): Partial<Policy> {
  return Object.fromEntries(Object.entries(layer ?? {}).filter(([, value]) => value !== undefined))
}
