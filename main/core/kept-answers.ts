/** Answers of one ledger state; more are not asked for again before the ledger changes. */
const KEPT_ANSWERS = 32

/**
 * Answers to heavy questions, kept as long as the ledger stands as it did. `state` gives something that changes with the ledger. One
 * question is worked on once at a time.
 */
export function keptAnswers(state: () => Promise<string>): <T>(question: string, work: () => Promise<T>) => Promise<T> {
  let of: string | null = null
  let answers = new Map<string, Promise<unknown>>()
  return async <T>(question: string, work: () => Promise<T>): Promise<T> => {
    const now = await state()
    if (now !== of) {
      of = now
      answers = new Map()
    }
    const into = answers
    const known = into.get(question)
    // The same question always has the same kind of answer.
    if (known !== undefined) return known as Promise<T>
    const answer = work()
    into.set(question, answer)
    const [oldest] = into.keys()
    if (into.size > KEPT_ANSWERS && oldest !== undefined) into.delete(oldest)
    answer.catch(() => into.delete(question))
    return answer
  }
}
