/** What a series waits for; it goes on by itself when that is there. `{…}` is filled in. */
export const WAITS = {
  human: 'the agent needs you: {why}. Answer it in `baton attach {id}`',
  permission: 'the agent wants to use {tool}. Allow or deny it in `baton attach {id}`',
  question: 'the agent asks you something. Answer it in `baton attach {id}`',
  'first-prompt':
    'the agent has not taken its first prompt: it may be asking for trust in the folder or for a login. Look in `baton attach {id}`',
  cleared: 'you cleared the session. Tell the agent how to go on in `baton attach {id}`, or `baton series resume {id}`',
  interrupted:
    'you interrupted the turn. Tell the agent how to go on in `baton attach {id}`, or `baton series resume {id}`',
  draft: 'you are typing to the agent. Send it or leave the terminal, and the loop goes on',
  limit: 'the model answered with {error}. The next try is at {time}',
  paused: 'paused by you. `baton series resume {id}` goes on',
} as const
export type WaitKind = keyof typeof WAITS

/** Waits that only a person can end; `--wait-for-human` counts these. */
export const HUMAN_WAITS: readonly WaitKind[] = [
  'human',
  'permission',
  'question',
  'first-prompt',
  'cleared',
  'interrupted',
  'draft',
]

/** Why a series needs attention: it does not go on before `baton series resume`. */
export const ATTENTIONS = {
  'no-human': 'nobody answered in {time}: {why}',
  'hooks-disabled':
    "the agent's hooks do not reach Baton, so the loop is blind{setting}. Allow hooks, then `baton series resume {id}`",
  'pickup-missing':
    'the session did not read {files} before it worked, not even when asked. Look in `baton attach {id}`',
  'boxes-vanished':
    'these tasks left the list without being ticked: {titles}. Put them back or, if that is right, `baton series resume {id}`',
  'no-progress':
    '{turns} turns passed with no task ticked, no commit and no changed file. Look in `baton attach {id}`, then `baton series resume {id}`',
  'too-fast':
    '{cycles} sessions handed over in {time}: the context fills before the work moves. Raise the threshold or split the tasks, then `baton series resume {id}`',
  futile:
    'the context was at {percent} % of the due point before any work: the dev-docs or the set-up are too large. Shorten them or raise the threshold, then `baton series resume {id}`',
  'verify-failing': 'the verify command failed {times} times running. Its last output: {output}',
  'verify-broken': 'the verify command could not be run: {why}',
  'turn-failed': 'the model refused: {error}. {details}. Mend it, then `baton series resume {id}`',
  'subagent-long': 'a subagent has run for {time}. Look in `baton attach {id}`',
  stalled: 'the agent has been busy for {time} without a sign. Look in `baton attach {id}`',
  'start-failed': 'the session ended before it took its first prompt ({exit}). {screen}',
  'dev-docs': '{problem}',
  fault:
    'Baton itself failed ({error}); the session is left as it is. See `baton logs {id}`, then `baton series resume {id}`',
  'snapshot-failed': 'the checkpoint could not be kept, so the session was not ended: {problem}',
} as const
export type AttentionKind = keyof typeof ATTENTIONS

/** Attentions that end by themselves when the agent moves again. */
export const SELF_ENDING: readonly AttentionKind[] = ['subagent-long', 'stalled']

/** Why a checkpoint is asked for. */
export const CHECKPOINT_REASONS = {
  due: 'the context reached its due point',
  forecast: 'the next turn would overshoot the due point',
  compaction: 'the agent was about to compact its context',
  'context-full': 'the context is full',
  'asked-checkpoint': 'you asked for a checkpoint',
  'asked-cycle': 'you asked for a fresh session',
  'asked-stop': 'you stopped the series',
  interrupted: 'you interrupted the run',
  'max-sessions': 'the limit of sessions is reached',
  'max-cost': 'the limit of cost is reached',
  'max-duration': 'the limit of time is reached',
  'session-lost': 'the session ended without a handover',
  completed: 'the task is done',
} as const
export type CheckpointReason = keyof typeof CHECKPOINT_REASONS

/** Fills `{name}` with values; a name without a value stays empty. A value that ends a sentence gets no second full stop. */
export function fill(template: string, values: Record<string, string | number>): string {
  return template.replace(/\{(\w+)\}(\.?)/g, (_, name: string, stop: string) => {
    const value = String(values[name] ?? '')
    return /[.!?…]$/.test(value) ? value : value + stop
  })
}
