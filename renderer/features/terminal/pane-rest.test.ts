import { describe, expect, it } from 'vitest'
import { EARLY_INPUT_BYTES } from './early-input.ts'
import { bytes, live, MINE, pane } from './test-pane.ts'

/** A pane that was live with "before" on its screen, and rests. */
async function resting() {
  const test = pane()
  test.attachment.show(() => MINE)
  test.board({})
  test.last().handlers.attached(live('one'))
  test.last().handlers.replay(bytes('before'))
  await test.text()
  test.attachment.rest()
  return test
}

describe('a pane out of sight', () => {
  it('is attached to nothing before it is shown, and shown twice is attached once', () => {
    const { attachment, attached } = pane()
    expect(attached).toHaveLength(0)
    attachment.show(() => MINE)
    attachment.show(() => MINE)
    expect(attached.map(({ size }) => size)).toEqual([MINE])
  })

  it('is detached and keeps its last screen, whatever still comes for it', async () => {
    const { attachment, last, text, view } = await resting()
    expect(last().closed).toBe(true)
    expect(attachment.there).toBe(false)
    last().handlers.output(bytes(' and late'))
    last().handlers.resized(20, 5)
    last().handlers.detached('late')
    expect(await text()).toBe('before')
    expect(view()).toMatchObject({ phase: 'live', sessionId: 'one', size: MINE })
  })

  it('sizes nothing', async () => {
    const { attachment, last } = await resting()
    attachment.fit({ columns: 50, rows: 10 })
    attachment.takeOver({ columns: 50, rows: 10 })
    expect(last().sizes).toEqual([])
  })

  it('does not go to the next session, however often the board changes', async () => {
    const { attached, board } = await resting()
    board({ live: false, pid: null }, 1)
    board({ sessionId: 'two', n: 2, pid: 20, live: true }, 1)
    expect(attached).toHaveLength(1)
  })
})

describe('a pane that is shown again', () => {
  it('keeps its screen until the replay draws it in one go, in the size that is then asked for', async () => {
    const { attachment, attached, last, screen, text, view } = await resting()
    const size = { columns: 60, rows: 20 }
    attachment.show(() => size)
    expect(attached).toHaveLength(2)
    expect(last().size).toEqual(size)
    last().handlers.attached(live('one', size))
    expect([await text(), screen.cols]).toEqual(['before', 80])
    last().handlers.replay(bytes('after'))
    expect([await text(), screen.cols]).toEqual(['after', 60])
    expect(view()).toMatchObject({ phase: 'live', handover: null, size, theirs: false })
    expect(attachment.there).toBe(true)
  })

  it('comes to the session that it is at now and says how', async () => {
    const { attachment, last, board, text, view } = await resting()
    board({ sessionId: 'two', n: 2, pid: 20 }, 1)
    attachment.show(() => MINE)
    last().handlers.attached(live('two'))
    last().handlers.replay(bytes('second'))
    expect(view()).toMatchObject({ sessionId: 'two', handover: 'Session 1 handed over at checkpoint 1' })
    expect(await text()).toBe('── Session 1 handed over at checkpoint 1 ──\nsecond')
  })

  it('says how once the board knows of the session, which may be after the replay', async () => {
    const { attachment, last, board, text, view } = await resting()
    attachment.show(() => MINE)
    last().handlers.attached(live('two'))
    last().handlers.replay(bytes('second'))
    expect([await text(), view()?.handover]).toEqual(['second', null])
    board({ sessionId: 'two', n: 2, pid: 20 }, 1)
    expect(view()).toMatchObject({ handover: 'Session 1 handed over at checkpoint 1' })
    attachment.dismissHandover()
    board({}, 1)
    expect(view()).toMatchObject({ handover: null })
  })

  it('says that its session was resumed, though that keeps its id', async () => {
    const { attachment, last, board, view } = await resting()
    board({ live: false, pid: null })
    board({ live: true, pid: 11 })
    attachment.show(() => MINE)
    board({})
    last().handlers.attached(live('one'))
    last().handlers.replay(bytes('again'))
    expect(view()).toMatchObject({ handover: 'Session 1 was resumed' })
  })

  it('says it later when it rested again before the replay came', async () => {
    const { attachment, last, board, view } = await resting()
    board({ sessionId: 'two', n: 2, pid: 20 }, 1)
    attachment.show(() => MINE)
    last().handlers.attached(live('two'))
    attachment.rest()
    attachment.show(() => MINE)
    last().handlers.attached(live('two'))
    last().handlers.replay(bytes('second'))
    expect(view()).toMatchObject({ handover: 'Session 1 handed over at checkpoint 1' })
  })

  it('shows the end of a session that ended meanwhile, as it is kept', async () => {
    const { attachment, last, text, view } = await resting()
    attachment.show(() => MINE)
    last().handlers.attached({ ...live('one'), live: false })
    last().handlers.replay(bytes('the end'))
    last().handlers.detached('it ended')
    expect(await text()).toBe('the end')
    expect(view()).toMatchObject({ phase: 'ended', why: 'it ended' })
    expect(attachment.wasLive).toBe(false)
  })

  it('leaves what was over as it stood, and goes on where there is a next session', async () => {
    const { attachment, attached, last, board, text, view } = pane()
    attachment.show(() => MINE)
    last().handlers.attached(live('one'))
    last().handlers.replay(bytes('first'))
    last().handlers.detached('over')
    attachment.rest()
    attachment.show(() => MINE)
    expect(attached).toHaveLength(1)
    expect([await text(), attachment.wasLive]).toEqual(['first', true])
    attachment.rest()
    board({ sessionId: 'two', n: 2, pid: 20 }, 1)
    expect(attached).toHaveLength(1)
    attachment.show(() => MINE)
    expect(attached).toHaveLength(2)
    last().handlers.attached(live('two'))
    last().handlers.replay(bytes('second'))
    expect(view()).toMatchObject({ phase: 'live', handover: 'Session 1 handed over at checkpoint 1' })
  })
})

describe('what is typed before the terminal is there', () => {
  it('goes to it in order, the first time and after a rest', () => {
    const { attachment, last } = pane()
    for (const round of [1, 2]) {
      // Shown already, and not yet laid out.
      expect(attachment.write(bytes('a'))).toBe(true)
      attachment.show(() => MINE)
      expect(attachment.write(bytes('b'))).toBe(true)
      expect(last().written).toBe('')
      last().handlers.attached(live('one'))
      attachment.write(bytes('c'))
      expect(last().written, `round ${round}`).toBe('abc')
      attachment.rest()
    }
  })

  it('does not go to the next session, which the person had not seen', async () => {
    const { attachment, last } = await resting()
    attachment.show(() => MINE)
    expect(attachment.write(bytes('y\r'))).toBe(true)
    last().handlers.attached(live('two'))
    attachment.write(bytes('z'))
    expect(last().written).toBe('z')
  })

  it('goes nowhere when the session is over, the connection was lost or it rests again', async () => {
    const { attachment, last } = await resting()
    attachment.show(() => MINE)
    attachment.write(bytes('a'))
    attachment.forgetTyped()
    attachment.write(bytes('b'))
    attachment.rest()
    attachment.show(() => MINE)
    attachment.write(bytes('c'))
    last().handlers.attached({ ...live('one'), live: false })
    expect(last().written).toBe('')
    expect(attachment.write(bytes('d'))).toBe(false)
  })

  it('is bounded', () => {
    const { attachment } = pane()
    attachment.show(() => MINE)
    expect(attachment.write(new Uint8Array(EARLY_INPUT_BYTES))).toBe(true)
    expect(attachment.write(bytes('x'))).toBe(false)
  })
})
