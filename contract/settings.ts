import { z } from 'zod'
import { AlertCommand, AlertRule, AlertWebhook, DEFAULT_ALERT_RULES } from './alerts.ts'
import { NoticeKind } from './notice.ts'
import { PolicyLayer } from './policy.ts'
import { PriceOverride } from './prices.ts'
import { Problem } from './problem.ts'
import { TelemetrySignal } from './telemetry.ts'

/** Hour and minute of the day, local time, 24 hours. */
const ClockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'give a time as HH:MM, 00:00 to 23:59')

const Port = z.number().int().min(0).max(65_535)

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
  telemetry: z
    .strictObject({
      enabled: z.boolean().default(true),
      /** Ports of the receiver; 0: any free one. A change holds at once; sessions that run keep what they were given. */
      httpPort: Port.default(4318),
      grpcPort: Port.default(4317),
      /** What to do where a port is taken by another program. */
      takenPort: z.enum(['another', 'without']).default('another'),
      /** Sessions that Baton hosts export to it, unless they export elsewhere already. */
      hosted: z.boolean().default(true),
      /** With their traces, a beta of Claude Code. */
      hostedTraces: z.boolean().default(false),
      /** How long a point is remembered so that a resent one is not counted twice. */
      dedupeMinutes: z.number().int().min(1).max(1_440).default(60),
      /** Figures by the minute are kept so long; those by the day stay. */
      keepDays: z.number().int().min(1).max(3_650).default(90),
      /** `/metrics` names projects and series in place of hashes. */
      metricsNames: z.boolean().default(false),
      /** Where all that is received is sent on to. Null: nowhere. */
      forward: z
        .strictObject({
          /** Base address; `/v1/metrics`, `/v1/logs` and `/v1/traces` are added. */
          endpoint: z.url({ protocol: /^https?$/ }),
          signals: z.array(TelemetrySignal).default(['metrics', 'logs', 'traces']),
          /** A file that only you may read (0600), a line `Name: value` for each header. */
          headersFile: z.string().nullable().default(null),
          /** The environment variable that holds headers as OTEL_EXPORTER_OTLP_HEADERS has them. */
          headersVariable: z.string().nullable().default(null),
          /** Prompts, answers and who you are do not leave the machine. */
          redact: z.boolean().default(true),
          /** Baton's own cycles and checkpoints go with it. */
          ownEvents: z.boolean().default(true),
          /** What waits on disk while the endpoint is away; the oldest is let go of first. */
          queueMegabytes: z.number().int().min(1).max(10_240).default(256),
        })
        .nullable()
        .default(null),
    })
    .prefault({}),
  usage: z
    .strictObject({
      /** Transcripts of all agents of this machine are read; off: only those of hosted sessions. */
      discover: z.boolean().default(true),
      /** Folders beside the usual ones: Claude Code's configuration folders, CODEX_HOMEs, Gemini CLI's `.gemini` folders. */
      folders: z
        .strictObject({
          claude: z.array(z.string()).default([]),
          codex: z.array(z.string()).default([]),
          gemini: z.array(z.string()).default([]),
        })
        .prefault({}),
      prices: z.array(PriceOverride).default([]),
    })
    .prefault({}),
  alerts: z
    .strictObject({
      enabled: z.boolean().default(true),
      /** In place of the ones that are built in, all of them. A rule that cannot work is refused with the reason. */
      rules: z.array(AlertRule).prefault(DEFAULT_ALERT_RULES),
      webhooks: z.array(AlertWebhook).default([]),
      commands: z.array(AlertCommand).default([]),
    })
    .prefault({}),
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
