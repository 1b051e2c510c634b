import { z } from 'zod'
import { PolicyLayer } from './policy.ts'
import { SeriesReport } from './report.ts'
import { Checkpoint, SeriesView, SessionView } from './series.ts'

const SeriesRef = z.object({ id: z.string() })
const CheckpointRef = z.object({ seriesId: z.string(), n: z.number().int().positive() })
const Done = z.object({ said: z.string() })

/**
 * What a client may ask of the core: one map from which handlers and client are typed.
 * `id` of a series may be a unique prefix or suffix of it.
 */
export const rpc = {
  'core.status': {
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
  'core.quit': { params: z.object({ force: z.boolean().default(false) }), result: Done },
  'series.run': {
    params: z.object({
      project: z.string(),
      task: z.string(),
      /** Flags given; they replace the series' policy field by field. */
      flags: PolicyLayer,
      again: z.boolean().default(false),
      /** Environment of the sessions, as the caller has it. */
      env: z.record(z.string(), z.string()),
    }),
    result: z.object({ seriesId: z.string(), resumed: z.boolean(), afterSeq: z.number().int() }),
  },
  'series.list': { params: z.object({}), result: z.array(SeriesView) },
  'series.get': { params: SeriesRef, result: SeriesView },
  'series.report': { params: SeriesRef, result: SeriesReport },
  'series.pause': { params: SeriesRef, result: Done },
  'series.resume': { params: SeriesRef, result: Done },
  'series.checkpoint': { params: SeriesRef, result: Done },
  'series.cycle': { params: SeriesRef, result: Done },
  'series.stop': { params: SeriesRef, result: Done },
  /** Ctrl-C of a follower: checkpoint, end the session, pause; `now` skips the checkpoint, nothing is lost. */
  'series.interrupt': { params: SeriesRef.extend({ now: z.boolean() }), result: Done },
  'session.list': { params: z.object({}), result: z.array(SessionView) },
  'checkpoint.list': { params: z.object({ seriesId: z.string().optional() }), result: z.array(Checkpoint) },
  'checkpoint.show': {
    params: CheckpointRef,
    result: z.object({
      checkpoint: Checkpoint,
      contents: z.array(z.object({ path: z.string(), text: z.string() })),
    }),
  },
  /** Against the checkpoint before it, or `against`: 0 is the empty tree, "now" the work tree. */
  'checkpoint.diff': {
    params: CheckpointRef.extend({ against: z.union([z.number().int().nonnegative(), z.literal('now')]).optional() }),
    result: z.object({ text: z.string() }),
  },
  /** Makes a new branch (not checked out) or a new folder; never touches HEAD or the work tree. */
  'checkpoint.restore': {
    params: CheckpointRef.extend({ branch: z.string().optional(), folder: z.string().optional() }),
    result: z.object({ branch: z.string().nullable(), folder: z.string().nullable(), files: z.number().int() }),
  },
  'checkpoint.prune': {
    params: z.object({ seriesId: z.string().optional(), keep: z.number().int().nonnegative(), dryRun: z.boolean() }),
    result: z.object({ pruned: z.array(z.object({ seriesId: z.string(), n: z.number().int() })) }),
  },
  'logs.read': {
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
