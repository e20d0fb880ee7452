/**
 * The desk, composed: disk, view, exchanges, people, scans and updates behind the one door that the screens know.
 * Runs in the page, over ports. It only connects: each judgement is in the module it names, and the rules are the domain's.
 */
import { identityBytes, toOrderId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import type { LocalMoment } from '../domain/local-date.ts'
import { formatOrderNumber } from '../domain/order/order.ts'
import { wallClockIn } from '../protocol/wall-clock.ts'
import { describeWanted, findInBase } from './catalogue/describe-wanted.ts'
import { createFollowCatalogue } from './catalogue/follow-catalogue.ts'
import type { Desk, ManagementResult } from './desk.ts'
import type { DeskPorts } from './desk-ports.ts'
import { createDeskView, type DeskView } from './desk-state/desk-view.ts'
import { createDiskTurns, createShownDesk, type DiskTurns, type ShownDesk } from './desk-state/shown-desk.ts'
import { createTabletMirror } from './desk-state/tablet-mirror.ts'
import { createSignIn, type SignIn } from './enrolment/sign-in.ts'
import { createSignInSession } from './enrolment/sign-in-session.ts'
import { createHeldPass } from './management/held-pass.ts'
import type { Management } from './management/manage.ts'
import { createDrafts, type Drafts } from './outbox/keep-drafts.ts'
import { createPerform } from './outbox/perform.ts'
import { hearScans } from './scanner/hear-scans.ts'
import { StorageBlocked } from './storage/tablet-storage.ts'
import { createExchanges, type Exchanges } from './sync/lead-exchanges.ts'

/** Opens the desk and reads the disk; the snapshot's phase says what comes next. */
export const openDesk = (ports: DeskPorts): Desk => {
  const { storage, transport, randomHex, tabs, onDefect } = ports
  const toLocal = (at: Instant): LocalMoment => wallClockIn(view.state.get('settings', 'settings')?.zone ?? ports.deviceZone)(at)
  const view: DeskView = createDeskView((operationId, error) => {
    onDefect(`operation ${operationId} cannot be shown: ${error instanceof Error ? error.message : 'unknown'}`)
  }, toLocal)
  const mirror = createTabletMirror(view)
  const session = createSignInSession(ports)
  const shown = createShownDesk({ ...ports, toLocal, view, mirror, session })
  const disk = createDiskTurns({ ...ports, session, mirror, shown })
  const followCatalogue = createFollowCatalogue({ ...ports, mirror, shown })
  describeWanted({ ...ports, view, shown })
  const exchanges = createExchanges({ ports, mirror, session, shown, disk, followCatalogue })
  const librarianId = () => session.librarianId
  const held = createHeldPass({ now: shown.now, librarianId })
  const onSignOut = (): void => {
    const pass = held.drop()
    if (pass !== undefined) void manage((acts) => acts.endPass(pass))
  }
  const signIn = createSignIn({ ...ports, session, shown, onSignOut, isProven: () => held.current() !== undefined })
  const drafts = createDrafts({ ...ports, shown, disk })
  const onSaved = (): void => {
    tabs.tell(undefined)
    exchanges.tryNow()
    if (shown.snapshot.link.kind === 'offline') ports.askToBeWoken()
  }
  const { onScan, judgeTyped, camera } = hearScans({ ...ports, shown, onReading: session.touch })
  const updates = ports.watchUpdates(() => shown.show({ update: 'offered' }))
  ports.onTouch(session.touch)

  /** In a chunk of its own: few tablets ever ask for it. Without the chunk, as without the endpoint, nothing is done. */
  const manage = async <T>(act: (acts: Management) => Promise<ManagementResult<T>>): Promise<ManagementResult<T>> => {
    const chunk = await import('./management/manage.ts').catch(() => undefined)
    if (chunk === undefined) return { kind: 'refused', problem: 'unreachable' }
    return act(chunk.createManagement({ transport, randomHex, held, librarianId, identity: () => mirror.identity }))
  }

  const desk: Desk = {
    get snapshot() {
      return shown.snapshot
    },
    subscribe: shown.subscribe,
    build: ports.build,
    now: () => {
      const at = shown.now()
      return { at, ...shown.toLocal(at) }
    },
    toLocal: shown.toLocal,
    clockOffset: () => mirror.clockOffset,

    // Once in the life of a tablet.
    enrol: async (...asked) => {
      const chunk = await import('./enrolment/enrol.ts').catch(() => undefined)
      return chunk === undefined
        ? { kind: 'refused', problem: 'unreachable' }
        : chunk.createEnrol({ ...ports, mirror, shown, disk, onTaken: exchanges.lead })(...asked)
    },
    signIn: signIn.signIn,
    signOut: signIn.signOut,

    perform: createPerform({ ...ports, mirror, session, shown, disk, onSaved }),
    nextOrderNumber: async () => {
      const letter = mirror.identity?.letter
      if (letter === undefined) throw new Error('this tablet has no letter')
      return formatOrderNumber(letter, await storage.nextOrderCounter())
    },
    newOrderId: () => toOrderId(randomHex(identityBytes)),
    keepVisits: drafts.keepVisits,
    keepNoteDraft: drafts.keepNoteDraft,
    keepCall: drafts.keepCall,

    // Only screens that are themselves loaded later ask.
    ownOperations: async () => {
      const [{ listOwnOperations }, acknowledged] = await Promise.all([import('./outbox/own-operations.ts'), storage.acknowledged()])
      return listOwnOperations(view.state, mirror.outbox, acknowledged)
    },
    tryNow: exchanges.askNow,
    findItem: async (barcode) => {
      const found = findInBase(view.state, barcode)
      const file = view.state.get('catalogue', 'catalogue')
      return found ?? (file && ports.catalogue.itemByBarcode(file, barcode))
    },
    searchCatalogue: async (query, filter = {}) => {
      const file = view.state.get('catalogue', 'catalogue')
      return file && ports.catalogue.search(file, query, filter)
    },
    catalogueLists: async () => {
      const file = view.state.get('catalogue', 'catalogue')
      return file && ports.catalogue.lists(file)
    },
    readFigures: (days) => manage((acts) => acts.readFigures(days)),
    onScan,
    judgeTyped,
    camera,
    takeUpdate: updates.take,
    rehearse: async (onLeave) => {
      const { openRehearsal } = await import('./rehearsal/open-rehearsal.ts')
      return openRehearsal({ ...ports, desk, openDesk }, onLeave)
    },
    // The cast: each act but the first is one of that chunk's, under its own name. Written out here, all of them would weigh on the first screen.
    management: new Proxy({ passUntil: () => held.current()?.expiresAt } as Desk['management'], {
      get: (own, name: Exclude<keyof Desk['management'], 'passUntil'>) =>
        own[name] ??
        ((...asked: readonly never[]) =>
          manage((acts) => (acts[name] as (...given: readonly never[]) => Promise<ManagementResult<unknown>>)(...asked))),
    }),
  }
  startDesk({ ports, shown, disk, exchanges, signIn, drafts })
  return desk
}

/** How often this tab looks at the clock: for the idle lock, and for a tab that leads and has fallen silent. Milliseconds. */
const watchEveryMs = 10_000

interface StartDeskPorts {
  readonly ports: Pick<DeskPorts, 'storage' | 'after' | 'onWake' | 'askForPersistence' | 'onDefect'>
  readonly shown: ShownDesk
  readonly disk: DiskTurns
  readonly exchanges: Exchanges
  readonly signIn: SignIn
  readonly drafts: Drafts
}

/**
 * The disk is read and seen, then exchanged, then the clock is looked at for as long as the page lives. What wakes the page goes the same
 * way again, without the reading.
 */
const startDesk = ({ ports, shown, disk, exchanges, signIn, drafts }: StartDeskPorts): void => {
  const { storage, after, onDefect } = ports

  const watch = (): void => {
    signIn.lockWhenIdle()
    // What cannot be loaded now is at the next look.
    drafts.forgetOver().catch(() => undefined)
    exchanges.relieveSilentLeader()
    exchanges.catchUp()
    after(watchEveryMs, watch)
  }

  ports.onWake(() => {
    storage.probe().catch(() => onDefect('the disk does not answer'))
    // Timers slept with the tablet: whoever wakes it after the idle time is asked for a PIN at once.
    signIn.lockWhenIdle()
    exchanges.tryNow()
  })

  disk
    .reload()
    .then(() => {
      shown.life.isLoaded = true
      shown.show({})
      exchanges.start()
      watch()
      // A browser that does not say leaves « unknown »: the disk was read all the same.
      ports.askForPersistence().then(
        (persistence) => shown.show({ persistence }),
        () => undefined,
      )
    })
    .catch((error) => {
      shown.life.unusable = { kind: 'unusable', reason: error instanceof StorageBlocked ? 'blocked-by-other-tab' : 'no-storage' }
      onDefect(`the disk cannot be opened: ${error instanceof Error ? error.name : 'unknown'}`)
      shown.show({})
    })
}
