import { editFile, tickBox } from '../../../assets/scripted-model/box-work.ts'
import { worker } from '../../../assets/scripted-model/worker.ts'

/** Ticks the first box and, in the same edit, drops the open one after it from the file. */
export const vanishingBoxes = worker({
  tick: ({ box, boxes, docs }) => {
    const next = boxes.find(({ number, done }) => number === box.number + 1 && !done)
    if (box.number !== 1 || !next) return tickBox(box, docs.tasks)
    return editFile(docs.tasks, `${box.line}\n${next.line}\n`, `${box.line.replace('[ ]', '[x]')}\n`)
  },
})
