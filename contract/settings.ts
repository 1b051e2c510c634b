import { z } from 'zod'
import { NoticeKind } from './notice.ts'
import { PolicyLayer } from './policy.ts'
import { Problem } from './problem.ts'

/** Hour and minute of the day, local time, 24 hours. */
const ClockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'give a time as HH:MM, 00:00 to 23:59')

/** A layer that someone wrote by hand: a slip in a name is told, not passed over. */
const WrittenLayer = PolicyLayer.extend({
  perModel: z
    .record(
      z.string(),
      z.strictObject({
        percent: z.number().gt(0).lte(95).optional(),
        tokens: z.number().int().positive().optional(),
      }),
    )
    .optional(),
}).strict()

/** What a person sets once for all their series: `settings.json` of the data folder. Nothing of it is read from a project. */
export const Settings = z.strictObject({
  policy: WrittenLayer.prefault({}),
  /** By the project's real path; laid over `policy`. */
  projects: z.record(z.string(), WrittenLayer).prefault({}),
  notifications: z
    .strictObject({
      enabled: z.boolean().default(true),
      /** Kinds that are switched off are false; those not named are on. */
      kinds: z.partialRecord(NoticeKind, z.boolean()).prefault({}),
      /** No notification between these two times; from after to means over midnight. Null: none. */
      quietHours: z.strictObject({ from: ClockTime, to: ClockTime }).nullable().default(null),
      /** What needs a person is told in quiet hours, too. */
      urgentInQuietHours: z.boolean().default(false),
    })
    .prefault({}),
  appearance: z
    .strictObject({
      theme: z.enum(['system', 'light', 'dark']).default('system'),
      /** Pixels. */
      terminalFontSize: z.number().int().min(8).max(32).default(13),
    })
    .prefault({}),
  /** Keys for actions of the UI that differ from the defaults, as "mod+k"; "" switches one off. */
  shortcuts: z.record(z.string(), z.string().max(40)).prefault({}),
  desktop: z
    .strictObject({
      launchAtLogin: z.boolean().default(false),
      /** Keeps the machine from sleeping while a series runs. */
      keepAwake: z.boolean().default(false),
      /** Closing the window keeps Baton in the tray, where there is one. */
      closeToTray: z.boolean().default(true),
    })
    .prefault({}),
})
export type Settings = z.infer<typeof Settings>

/** Settings as they stand. `problem`: the file cannot be used; the last good settings, else the defaults, are in force. */
export const SettingsState = z.object({
  settings: Settings,
  /** Changes with every change of the file; `settings.set` gives it back, so that nobody's change is lost. */
  revision: z.string(),
  file: z.string(),
  problem: Problem.nullable(),
})
export type SettingsState = z.infer<typeof SettingsState>
