import { z } from 'zod'
import { ClientView, Role } from './access.ts'
import { Alert, AlertDelivery, AlertRuleState } from './alerts.ts'
import { Advice, AdviceExplained, Patterns, SeriesEconomy } from './analytics.ts'
import { PlanLimit, SpendForecast } from './forecast.ts'
import { Day, LedgerRequest, ModelComparison, UsageAnswer, UsageQuery } from './ledger.ts'
import { ObservedSession, ScanState } from './observed.ts'
import { PolicyLayer } from './policy.ts'
import { PriceTable } from './prices.ts'
import { FolderView, ProjectView } from './project.ts'
import { SeriesReport } from './report.ts'
import { Checkpoint, SeriesView, SessionView } from './series.ts'
import { Settings, SettingsState } from './settings.ts'
import { TelemetrySession, TelemetryState } from './telemetry.ts'
import { SeriesTimeline } from './timeline.ts'

const SeriesRef = z.object({ id: z.string() })
const CheckpointRef = z.object({ seriesId: z.string(), n: z.number().int().positive() })
const Done = z.object({ said: z.string() })
/** Days at both ends included; null: without an end. */
const Range = z.object({ from: Day.nullable().default(null), until: Day.nullable().default(null) })

/**
 * What a client may ask of the core: one map from which handlers and client are typed.
 * `id` of a series may be a unique prefix or suffix of it.
 */
export const rpc = {
  'core.status': {
    role: 'view',
    params: z.object({}),
    result: z.object({
      version: z.string(),
      pid: z.number(),
      dataDir: z.string(),
      startedAt: z.string(),
      series: z.array(SeriesView),
      sessions: z.array(SessionView),
    }),
  },
  /** Refused while a series runs or a session lives, unless forced: then each is checkpointed and paused first. */
  'core.quit': { role: 'control', params: z.object({ force: z.boolean().default(false) }), result: Done },
  'series.run': {
    role: 'control',
    params: z.object({
      project: z.string(),
      task: z.string(),
      /** Flags given; they replace the series' policy field by field. */
      flags: PolicyLayer,
      again: z.boolean().default(false),
      /** Environment of the sessions, as the caller has it; a page has none, and they get the core's. */
      env: z.record(z.string(), z.string()).optional(),
    }),
    result: z.object({ seriesId: z.string(), resumed: z.boolean(), afterSeq: z.number().int() }),
  },
  'series.list': { role: 'view', params: z.object({}), result: z.array(SeriesView) },
  'series.get': { role: 'view', params: SeriesRef, result: SeriesView },
  'series.report': { role: 'view', params: SeriesRef, result: SeriesReport },
  'series.pause': { role: 'control', params: SeriesRef, result: Done },
  'series.resume': { role: 'control', params: SeriesRef, result: Done },
  'series.checkpoint': { role: 'control', params: SeriesRef, result: Done },
  'series.cycle': { role: 'control', params: SeriesRef, result: Done },
  'series.stop': { role: 'control', params: SeriesRef, result: Done },
  /** Ctrl-C of a follower: checkpoint, end the session, pause; `now` skips the checkpoint, nothing is lost. */
  'series.interrupt': { role: 'control', params: SeriesRef.extend({ now: z.boolean() }), result: Done },
  /** Lanes of sessions from number `fromSession` on only, marks and waits since then: what a page asks for while it follows. */
  'series.timeline': {
    role: 'view',
    params: SeriesRef.extend({
      fromSession: z.number().int().positive().default(1),
      /** At most this many context and cost figures a lane. */
      points: z.number().int().min(2).max(2_000).default(200),
    }),
    result: SeriesTimeline,
  },
  'session.list': { role: 'view', params: z.object({}), result: z.array(SessionView) },
  'checkpoint.list': {
    role: 'view',
    params: z.object({ seriesId: z.string().optional() }),
    result: z.array(Checkpoint),
  },
  'checkpoint.show': {
    role: 'view',
    params: CheckpointRef,
    result: z.object({
      checkpoint: Checkpoint,
      contents: z.array(z.object({ path: z.string(), text: z.string() })),
      /** Number of the checkpoint before it; null: it is the first. */
      previous: z.number().int().nullable(),
      /** Lines of `git diff --stat` to the one before, else to where the series began; empty: unknown or none. */
      diffstat: z.array(z.string()),
      /** Handovers of its session that were sent back, with what was missing. */
      rejected: z.array(z.object({ at: z.string(), why: z.array(z.string()) })),
      /** What a person should know of it: no ref and why, masked and skipped files. */
      notes: z.array(z.string()),
      /** Proof that the next session saw its files before it worked; null: there was none (yet). */
      pickup: z.object({ at: z.string(), sessionId: z.string(), files: z.array(z.string()) }).nullable(),
    }),
  },
  /** Against the checkpoint before it, the first against where the series began, or `against`: 0 is the empty tree, "now" the work tree. */
  'checkpoint.diff': {
    role: 'view',
    params: CheckpointRef.extend({ against: z.union([z.number().int().nonnegative(), z.literal('now')]).optional() }),
    result: z.object({ text: z.string() }),
  },
  /** Makes a new branch (not checked out) or a new folder; never touches HEAD or the work tree. */
  'checkpoint.restore': {
    role: 'control',
    params: CheckpointRef.extend({ branch: z.string().optional(), folder: z.string().optional() }),
    result: z.object({ branch: z.string().nullable(), folder: z.string().nullable(), files: z.number().int() }),
  },
  'checkpoint.prune': {
    role: 'control',
    params: z.object({ seriesId: z.string().optional(), keep: z.number().int().nonnegative(), dryRun: z.boolean() }),
    result: z.object({ pruned: z.array(z.object({ seriesId: z.string(), n: z.number().int() })) }),
  },
  'settings.get': { role: 'view', params: z.object({}), result: SettingsState },
  /** Replaces them whole, in one step, and applies them at once. `settings-changed`: someone else changed them since `revision`. */
  'settings.set': {
    role: 'control',
    params: z.object({ settings: Settings, revision: z.string() }),
    result: SettingsState,
  },
  /** A folder to choose a project from; null: the home folder. */
  'folder.list': { role: 'control', params: z.object({ path: z.string().nullable() }), result: FolderView },
  'project.look': { role: 'control', params: z.object({ project: z.string() }), result: ProjectView },
  /** Makes the dev-docs of a new task from a description. */
  'task.init': {
    role: 'control',
    params: z.object({ project: z.string(), task: z.string(), description: z.string() }),
    result: z.object({ files: z.array(z.string()) }),
  },
  /** A person has seen these notices. */
  'notice.seen': { role: 'control', params: z.object({ ids: z.array(z.string()).max(1_000) }), result: Done },
  /** A new address with a one-time code that lets one browser in. */
  'access.link': { role: 'control', params: z.object({ role: Role }), result: z.object({ url: z.string() }) },
  'access.list': { role: 'control', params: z.object({}), result: z.array(ClientView) },
  /** Puts a browser out at once; all of them without an id. */
  'access.revoke': { role: 'control', params: z.object({ id: z.string().optional() }), result: Done },
  /** Null: the receiver is switched off. */
  'telemetry.state': { role: 'view', params: z.object({}), result: TelemetryState.nullable() },
  /** Those that telemetry told of last, newest first. */
  'telemetry.sessions': {
    role: 'view',
    params: z.object({ limit: z.number().int().min(1).max(1_000).default(100) }),
    result: z.array(TelemetrySession),
  },
  'usage.query': { role: 'view', params: UsageQuery, result: UsageAnswer },
  /** The same as a file: its name and its text. Lines of CSV end with \n here: who writes the file makes it \r\n. */
  'usage.export': {
    role: 'view',
    params: UsageQuery.extend({ format: z.enum(['csv', 'json']) }),
    result: z.object({ name: z.string(), text: z.string() }),
  },
  /** Every request of one session, its subagents' among them: the latest `limit`, in order of time. `more`: those before. */
  'usage.requests': {
    role: 'view',
    params: z.object({ sessionId: z.string(), limit: z.number().int().min(1).max(10_000).default(2_000) }),
    result: z.object({ requests: z.array(LedgerRequest), more: z.number().int().nonnegative() }),
  },
  'usage.models': { role: 'view', params: Range, result: z.array(ModelComparison) },
  'usage.patterns': { role: 'view', params: Range, result: Patterns },
  'usage.spend': { role: 'view', params: z.object({}), result: z.array(SpendForecast) },
  /** The most that would have been saved first; over the last 30 days unless a range is given. */
  'usage.advice': { role: 'view', params: Range, result: z.array(Advice) },
  /** Reckons an advice anew from the rows of the ledger. */
  'usage.explain': { role: 'view', params: z.object({ id: z.string() }), result: AdviceExplained },
  'usage.dismiss': { role: 'control', params: z.object({ id: z.string(), dismissed: z.boolean() }), result: Done },
  'usage.economy': { role: 'view', params: SeriesRef, result: SeriesEconomy },
  /** As the agents reported them last; none: no agent reports any. */
  'usage.limits': { role: 'view', params: z.object({}), result: z.array(PlanLimit) },
  'usage.prices': { role: 'view', params: z.object({}), result: z.array(PriceTable) },
  'scan.state': { role: 'view', params: z.object({}), result: ScanState },
  /** Looks through every folder now; resolves when it has. */
  'scan.look': { role: 'control', params: z.object({}), result: ScanState },
  /** Every session that is known by its transcript, the latest first. `live`: those that live now alone. */
  'session.observed': {
    role: 'view',
    params: z.object({
      live: z.boolean().default(false),
      agent: ObservedSession.shape.agent.optional(),
      project: z.string().optional(),
      /** That one alone. */
      sessionId: z.string().optional(),
      limit: z.number().int().min(1).max(1_000).default(100),
      offset: z.number().int().nonnegative().default(0),
    }),
    result: z.object({ sessions: z.array(ObservedSession), more: z.boolean() }),
  },
  /**
   * An idle or ended session goes on as the first of a new series. The task's dev-docs are made from `description` where there are
   * none. `end`: a process of it that still lives elsewhere is ended first; without it such a session is refused.
   */
  'session.adopt': {
    role: 'control',
    params: z.object({
      sessionId: z.string(),
      task: z.string(),
      description: z.string().optional(),
      flags: PolicyLayer,
      end: z.boolean().default(false),
      /** As of `series.run`. */
      env: z.record(z.string(), z.string()).optional(),
    }),
    result: z.object({ seriesId: z.string(), afterSeq: z.number().int() }),
  },
  'alert.rules': { role: 'view', params: z.object({}), result: z.array(AlertRuleState) },
  /** The latest first. */
  'alert.list': {
    role: 'view',
    params: z.object({ limit: z.number().int().min(1).max(1_000).default(100), standing: z.boolean().default(false) }),
    result: z.array(Alert),
  },
  'alert.acknowledge': { role: 'control', params: z.object({ ids: z.array(z.string()).max(1_000) }), result: Done },
  /** Sends a test over one channel, as it stands in the settings. */
  'alert.test': { role: 'control', params: z.object({ channel: z.string() }), result: AlertDelivery },
  'logs.read': {
    role: 'view',
    params: z.object({ id: z.string().optional(), lines: z.number().int().positive().max(10_000).default(200) }),
    result: z.object({ lines: z.array(z.string()) }),
  },
} as const

export type RpcMap = typeof rpc
export type RpcMethod = keyof RpcMap
/** What a client sends: defaults may be left out. */
export type RpcInput<M extends RpcMethod> = z.input<RpcMap[M]['params']>
/** What a handler receives: defaults are filled in. */
export type RpcParams<M extends RpcMethod> = z.output<RpcMap[M]['params']>
export type RpcResult<M extends RpcMethod> = z.output<RpcMap[M]['result']>
