import type { Character } from '../../../assets/scripted-model/reply.ts'
import { worker } from '../../../assets/scripted-model/worker.ts'

/** Its first response already fills the context to `tokens`: what the dev-docs weigh leaves no room for work. */
export function bigStart(tokens: number): Character {
  const work = worker()
  return (conversation) => {
    const reply = work(conversation)
    return { ...reply, usage: { input: 3, cacheRead: 0, cacheCreation: tokens - 3 + conversation.replies * 100 } }
  }
}
