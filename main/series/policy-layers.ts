import { isDeepStrictEqual } from 'node:util'
import { DEFAULT_POLICY, Policy, type PolicyLayer } from '../../contract/policy.ts'
import { success, type Outcome } from '../../contract/problem.ts'
import type { Settings } from '../../contract/settings.ts'
import { readSettings } from './settings-file.ts'

type Layers = Pick<Settings, 'policy' | 'projects'>

/** Flags › project › global settings › default. Problems: those of the settings file. */
export async function resolvePolicy(dataDir: string, project: string, flags: PolicyLayer): Promise<Outcome<Policy>> {
  const { settings } = await readSettings(dataDir)
  return settings.ok ? success(layeredPolicy(settings.value, project, flags)) : settings
}

/** What settings and flags make of the defaults in one project. */
export function layeredPolicy({ policy, projects }: Layers, project: string, flags: PolicyLayer = {}): Policy {
  return Policy.parse({ ...DEFAULT_POLICY, ...given(policy), ...given(projects[project]), ...given(flags) })
}

/** Fields of a policy that take a new value, and those that are no more set. */
export interface PolicyChange {
  set: PolicyLayer
  unset: (keyof Policy)[]
}

/**
 * What a change of the settings means for a series: fields follow that still have the value which the settings gave
 * before. One that was given by a flag has another value, and stays.
 */
export function policyChange(before: Layers, after: Layers, project: string, present: Policy): PolicyChange {
  const old = entriesOf(layeredPolicy(before, project))
  const fresh = entriesOf(layeredPolicy(after, project))
  const now = entriesOf(present)
  const keys = Object.keys(Policy.shape) as (keyof Policy)[]
  const following = keys.filter(
    (key) => !isDeepStrictEqual(old.get(key), fresh.get(key)) && isDeepStrictEqual(now.get(key), old.get(key)),
  )
  return {
    set: Object.fromEntries(following.filter((key) => fresh.has(key)).map((key) => [key, fresh.get(key)])),
    unset: following.filter((key) => !fresh.has(key)),
  }
}

function entriesOf(policy: Policy): Map<string, unknown> {
  return new Map(Object.entries(given(policy)))
}

/** A layer without the fields that it leaves open. */
function given(layer: PolicyLayer | undefined): PolicyLayer {
  return Object.fromEntries(Object.entries(layer ?? {}).filter(([, value]) => value !== undefined))
}
