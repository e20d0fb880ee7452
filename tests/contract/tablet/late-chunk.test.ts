/**
 * What comes after the first screen in a chunk of its own, on a tablet that cannot have it: what is done is kept, nothing is said that is
 * not so, and all goes on once the chunk is there. Runs in Node, with the real endpoint.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { CameraState } from '../../../src/tablet/desk.ts'
import { createLaterCamera, type LoadCamera } from '../../../src/tablet/scanner/later-scanners.ts'
import type { Scanner } from '../../../src/tablet/scanner/scanner.ts'
import { absentHardware } from '../../fakes/absent-hardware.ts'
import { aLoan, openTabletWorld, type TabletWorld, until } from '../../fakes/tablet-world.ts'

describe('the exchanges', () => {
  let world: TabletWorld
  beforeEach(async () => {
    world = await openTabletWorld()
  })
  afterEach(() => world.close())

  test('that cannot be had: a press is recorded here, the link says off line, and it is handed over once they can', async () => {
    const before = await world.tabletOfJeanne()
    before.withholdChunks(true)
    const tablet = before.reload()
    await until(() => tablet.desk.snapshot.link.kind === 'offline' && tablet.desk.snapshot.link.since !== undefined, 'the link')
    expect(await aLoan(tablet.desk, '3000000001')).toMatchObject({ kind: 'saved' })
    expect(tablet.desk.snapshot.pendingCount).toBe(1)
    tablet.withholdChunks(false)
    world.advance(15_000)
    await until(() => tablet.desk.snapshot.pendingCount === 0, 'the push')
    expect(tablet.desk.snapshot.link.kind).toBe('online')
  })

  test('that cannot be had: whoever tries by hand is given a new page, and nobody else is', async () => {
    const before = await world.tabletOfJeanne()
    before.withholdChunks(true)
    const tablet = before.reload()
    await until(() => tablet.desk.snapshot.link.kind === 'offline' && tablet.desk.snapshot.link.since !== undefined, 'the link')
    world.advance(60_000)
    expect(tablet.startedOver).toBe(0)
    tablet.desk.tryNow()
    expect(tablet.startedOver).toBe(1)
  })

  test('a press that neither the disk takes nor the endpoint is told of is not saved', async () => {
    const tablet = await world.tabletOfJeanne()
    tablet.breakDisk(true)
    tablet.withholdChunks(true)
    expect(await aLoan(tablet.desk, '3000000001')).toEqual({ kind: 'failed', failure: { kind: 'not-saved' } })
    expect(tablet.desk.snapshot.pendingCount).toBe(0)
  })
})

describe('the camera', () => {
  const staged = (load: LoadCamera) => {
    const states: CameraState['kind'][] = []
    const camera = createLaterCamera(load, { onState: ({ kind }) => states.push(kind), rules: () => undefined })
    return { camera, states }
  }
  // Only handed on: no browser shows it here.
  const video = {} as HTMLVideoElement
  const anOpenCamera = (opened: string[]) => async () => (): ReturnType<Awaited<ReturnType<LoadCamera>>> => ({
    ...absentHardware.createCamera(),
    open: async () => void opened.push('opened'),
    listen: (onReading: Parameters<Scanner['listen']>[0]) => {
      onReading({ text: '3000000001', symbology: undefined })
      return () => {}
    },
  })

  test('whose chunk cannot be had has failed, and is tried again at the next opening', async () => {
    const opened: string[] = []
    let isWithheld = true
    const load: LoadCamera = () => (isWithheld ? Promise.reject(new TypeError('no chunk')) : anOpenCamera(opened)())
    const { camera, states } = staged(load)
    await camera.open(video)
    expect(states).toEqual(['opening', 'failed'])
    isWithheld = false
    await camera.open(video)
    expect(opened).toEqual(['opened'])
  })

  test('closed while its chunk is on the way is not opened', async () => {
    const opened: string[] = []
    const { camera, states } = staged(anOpenCamera(opened))
    const opening = camera.open(video)
    camera.close()
    await opening
    expect(opened).toEqual([])
    expect(states).toEqual(['opening', 'closed'])
  })

  test('tells what it read to whoever listened before its chunk came', async () => {
    const { camera } = staged(anOpenCamera([]))
    const read: string[] = []
    camera.listen(({ text }) => read.push(text))
    await camera.open(video)
    expect(read).toEqual(['3000000001'])
  })
})
