/**
 * The components of the pattern book that need a desk: moments, scans, the camera, the bar. They stand on a staged one. For patterns.tsx.
 */
import { signal } from '@preact/signals'
import { type ComponentChildren, Fragment } from 'preact'
import { useMemo, useRef } from 'preact/hooks'
import type { CameraState, DeskSnapshot } from '../../src/tablet/desk.ts'
import { CameraPanel } from '../../src/ui/components/camera-panel.tsx'
import { DateField, TimeField } from '../../src/ui/components/moment-field.tsx'
import { ScanField } from '../../src/ui/components/scan-field.tsx'
import { Bar } from '../../src/ui/shell/bar.tsx'
import { Progress } from '../../src/ui/shell/phases.tsx'
import { DeskContext } from '../../src/ui/use-desk.ts'
import { anInstant } from '../builders/a-moment.ts'
import { Part, type WordsGiven } from './pattern-part.tsx'
import { claire, librarians, settings } from './stage-rows.ts'
import { stagedDesk } from './staged-desk.ts'

const doNothing = () => {}

/** A desk in that moment, for the parts that ask one. */
const OnDesk = ({ snapshot, children }: { readonly snapshot?: Partial<DeskSnapshot>; readonly children: ComponentChildren }) => {
  const access = useMemo(() => {
    const desk = stagedDesk([settings, ...librarians], { now: '2026-11-24 14:42', librarian: claire, ...(snapshot ? { snapshot } : {}) })
    // The camera stays in the state that is shown.
    const still = { ...desk, camera: { ...desk.camera, open: async () => {}, close: doNothing } }
    return { desk: still, snapshot: signal(desk.snapshot), now: signal(desk.now()) }
  }, [])
  return <DeskContext.Provider value={access}>{children}</DeskContext.Provider>
}

/** Each says what it understood, so each asks the desk what day it is. */
export const MomentFields = ({ day, time }: { readonly day: string; readonly time: string }) => (
  <Part name="DateField, TimeField">
    <OnDesk snapshot={{}}>
      <DateField label={day} value="2026-11-24" onInput={doNothing} />
      <DateField label={day} value="" onInput={doNothing} />
      <TimeField label={time} value="14:30" onInput={doNothing} />
    </OnDesk>
  </Part>
)

const cameras: readonly CameraState[] = [
  { kind: 'opening' },
  {
    kind: 'open',
    torch: 'off',
    cameras: [
      { id: 'a', label: 'arrière' },
      { id: 'b', label: 'avant' },
    ],
    cameraId: 'a',
    zoom: { min: 1, max: 4, step: 0.5, value: 1 },
  },
  { kind: 'open', torch: 'on', cameras: [], hint: 'several' },
  { kind: 'open', torch: 'absent', cameras: [], hint: 'black' },
  ...(['no-camera', 'refused', 'busy', 'insecure', 'unknown'] as const).map((reason) => ({ kind: 'failed' as const, reason })),
]

const links: readonly Partial<DeskSnapshot>[] = [
  {},
  { link: { kind: 'offline', since: anInstant('2026-11-24 14:30') }, pendingCount: 7, oldestPendingAt: anInstant('2026-11-24 14:30') },
  {
    link: { kind: 'problem', problem: 'protocol-too-old' },
    pendingCount: 3,
    oldestPendingAt: anInstant('2026-11-24 14:30'),
    openCaseCount: 2,
  },
]

export const Scanning = ({ words }: WordsGiven) => {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <Part name="ScanField">
        <OnDesk>
          {['', '3000012345'].map((value) => (
            <ScanField
              key={value}
              label={words.scan}
              value={value}
              onInput={doNothing}
              onEnter={doNothing}
              clearLabel={words.clear}
              submitWords={words.search}
              inputRef={input}
            />
          ))}
        </OnDesk>
      </Part>
      <Part name="CameraPanel">
        <div class="frames">
          {cameras.map((camera) => (
            <OnDesk key={JSON.stringify(camera)} snapshot={{ camera }}>
              <CameraPanel />
            </OnDesk>
          ))}
        </div>
      </Part>
    </>
  )
}

export const Shell = ({ words }: WordsGiven) => (
  <>
    <Part name="Progress">
      <Progress label={words.progress} part={undefined} />
      <Progress label={`${words.progress} 40 %`} part={0.4} />
    </Part>
    <Part name="Bar">
      {links.map((snapshot) => (
        <Fragment key={JSON.stringify(snapshot)}>
          <OnDesk snapshot={snapshot}>
            <div class="still">
              <Bar onScans={() => undefined} onMenu={doNothing} />
            </div>
          </OnDesk>
        </Fragment>
      ))}
    </Part>
  </>
)
