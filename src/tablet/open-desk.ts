/**
 * The desk, composed: disk, view, exchange, enrolment, sign-in, scanner and updates behind the one door that the screens know.
 * Runs in the page, over ports. It only connects: each judgement is in the module it names, and the rules are the domain's.
 */
import { decide } from '../domain/desk/decide.ts'
import { endDay } from '../domain/handover/end-pile.ts'
import { toBootId, toOrderId } from '../domain/ids.ts'
import { type Instant, toInstant } from '../domain/instant.ts'
import type { LocalMoment } from '../domain/local-date.ts'
import { formatOrderNumber } from '../domain/order/order-number.ts'
import { judgeText, stripGunAffixes } from '../domain/scan/judge-text.ts'
import type { Settings } from '../domain/settings/settings.ts'
import { findInBase } from './catalogue/find-item.ts'
import { toLocalMoment } from './clock/wall-clock.ts'
import type { Desk, DeskSnapshot, EnrolmentLoss, Link, ManagementResult, PerformResult, Phase, Scan, ScanSource } from './desk.ts'
import type { DeskPorts } from './desk-ports.ts'
import { createDeskView } from './desk-state/desk-view.ts'
import { createTabletMirror } from './desk-state/tablet-mirror.ts'
import { countError, isPin, waitLeft } from './enrolment/check-pin.ts'
import { enrolTablet, noEpoch } from './enrolment/enrol-tablet.ts'
import { createSignInSession } from './enrolment/sign-in-session.ts'
import { commitOperation } from './outbox/commit-operation.ts'
import { composeEntry } from './outbox/compose-entry.ts'
import { keepReceivedDirectly } from './outbox/keep-received-directly.ts'
import { listOwnOperations } from './outbox/own-operations.ts'
import type { RawReading } from './scanner/scanner.ts'
import { createTypedScanner } from './scanner/typed-scanner.ts'
import { StorageBlocked } from './storage/tablet-storage.ts'
import { capMs } from './sync/back-off.ts'
import type { ExchangeOutcome } from './sync/exchange.ts'
import type { Leadership } from './sync/leadership.ts'
import { openSyncSession, type SyncSession } from './sync/sync-session.ts'

/** How often this tab looks at the clock: for the idle lock, and for a tab that leads and has fallen silent. Milliseconds. */
const watchEveryMs = 10_000
/** The tab that leads is heard more often than that, whatever the network does (PROTOCOL.md, The tablet). Milliseconds. */
const silentMs = 2 * capMs

const isLoss = (problem: string): problem is Exclude<EnrolmentLoss, 'storage-erased'> =>
  problem === 'credential-unknown' || problem === 'revoked' || problem === 'two-tablets-one-identity'

/** Opens the desk and reads the disk; the snapshot's phase says what comes next. */
export const openDesk = (ports: DeskPorts): Desk => {
  const { storage, transport, clock, after, randomHex, tabs, onDefect } = ports
  const listeners = new Set<() => void>()
  const scanListeners = new Set<(scan: Scan) => void>()
  const view = createDeskView((operationId, error) => {
    onDefect(`operation ${operationId} cannot be shown: ${error instanceof Error ? error.message : 'unknown'}`)
  })
  const mirror = createTabletMirror(view)
  const session = createSignInSession(ports)
  const bootId = toBootId(randomHex(16))
  let n = 0
  let isLoaded = false
  let unusable: Extract<Phase, { kind: 'unusable' }> | undefined
  let lost: EnrolmentLoss | undefined
  let rowsReceived = 0
  let syncSession: SyncSession | undefined
  let leadership: Leadership | undefined
  let isLeading = false
  /** The ticket when the other tabs were last told of an exchange. */
  let toldTicket: string | undefined
  /** When the tab that leads was last heard of, by this tab's clock. */
  let heardAt = clock()
  let isFetchingCatalogue = false

  const correctedNow = (): Instant => toInstant(clock() + mirror.clockOffset)
  const zone = (): string => view.state.get('settings', 'settings')?.zone ?? ports.deviceZone
  const toLocal = (at: Instant): LocalMoment => toLocalMoment(at, zone())

  // What is seen ---------------------------------------------------------------------------------------------------------------------

  const phase = (): Phase => {
    if (unusable !== undefined) return unusable
    if (!isLoaded) return { kind: 'starting' }
    if (lost !== undefined) return { kind: 'enrolment-lost', reason: lost }
    if (mirror.identity === undefined) return { kind: 'not-enrolled' }
    if (view.state.get('settings', 'settings') === undefined) return { kind: 'downloading', done: rowsReceived, total: 0 }
    const librarian = session.librarian(view.state)
    return librarian === undefined ? { kind: 'signed-out' } : { kind: 'signed-in', librarian }
  }

  const countOpenCases = (): number => {
    let count = 0
    for (const found of view.state.all('case')) if (found.settlement === undefined) count++
    return count
  }

  let snapshot: DeskSnapshot = {
    phase: { kind: 'starting' },
    state: view.state,
    revision: 0,
    link: { kind: 'offline', since: undefined },
    pendingCount: 0,
    oldestPendingAt: undefined,
    openCaseCount: 0,
    deviceLetter: undefined,
    update: 'none',
    persistence: 'unknown',
    catalogueProgress: undefined,
    camera: { kind: 'closed' },
    visits: [],
    baseAt: undefined,
    lastStuckAt: undefined,
  }

  const show = (change: Partial<DeskSnapshot>): void => {
    snapshot = { ...snapshot, ...change, phase: phase() }
    for (const listener of listeners) listener()
  }

  /** After `state` may have changed. */
  const showState = (change: Partial<DeskSnapshot> = {}): void => {
    const oldest = mirror.outbox[0]?.at
    show({
      ...change,
      revision: snapshot.revision + 1,
      pendingCount: mirror.outbox.length,
      // By the clock that ages are counted with, not the tablet's own.
      oldestPendingAt: oldest === undefined ? undefined : toInstant(oldest + mirror.clockOffset),
      openCaseCount: countOpenCases(),
      deviceLetter: mirror.identity?.letter,
      baseAt: mirror.mark?.at,
    })
  }

  // One at a time: what reads the disk into the mirror, and what changes both.
  let queue: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = queue.then(work)
    queue = turn.catch(() => undefined)
    return turn
  }

  const reload = (): Promise<void> =>
    inTurn(async () => {
      await keepReceivedDirectly(storage, mirror)
      const stored = await storage.load()
      mirror.load(stored)
      const deviceId = stored.identity?.deviceId
      const enrolledAs = ports.enrolledAs.read()
      if (deviceId !== undefined && deviceId !== enrolledAs) ports.enrolledAs.write(deviceId)
      lost = deviceId === undefined && enrolledAs !== undefined ? 'storage-erased' : undefined
      if (stored.lost !== undefined && isLoss(stored.lost)) lost = stored.lost
      showState({ visits: stored.visits })
    })

  const eraseBase = (): Promise<void> => {
    mirror.unkept = []
    return storage.eraseBase()
  }

  // Exchanges ------------------------------------------------------------------------------------------------------------------------

  const fetchCatalogue = async (): Promise<void> => {
    const identity = mirror.identity
    const file = view.state.get('catalogue', 'catalogue')
    if (isFetchingCatalogue || identity === undefined || file?.hash === undefined) return
    isFetchingCatalogue = true
    try {
      if (!(await ports.catalogue.has(file.hash))) {
        show({ catalogueProgress: 0 })
        const wanted = { hash: file.hash, bytes: file.bytes, bearer: `${identity.deviceId}.${identity.credential}` }
        let shown = 0
        await ports.catalogue.fetch(wanted, (share) => {
          if (share - shown < 0.01) return
          shown = share
          show({ catalogueProgress: share })
        })
      }
    } catch {
      // The next exchange tries again.
    } finally {
      isFetchingCatalogue = false
      if (snapshot.catalogueProgress !== undefined) show({ catalogueProgress: undefined })
    }
  }

  const lose = async (reason: EnrolmentLoss, isEchoed: boolean): Promise<void> => {
    // Only a revocation that answers our own nonce erases, and only once nothing is left to hand over (PRIV-2).
    if (reason === 'revoked' && !(isEchoed && mirror.outbox.length === 0)) return
    syncSession?.stop()
    syncSession = undefined
    await storage.keepLost(reason)
    if (reason === 'revoked') {
      session.end()
      await eraseBase()
    }
    await reload()
    tabs.tell(undefined)
  }

  const linkAfter = (outcome: ExchangeOutcome): Link => {
    if (outcome.kind === 'done') return { kind: 'online', lastExchangeAt: correctedNow() }
    if (outcome.kind === 'problem') return { kind: 'problem', problem: outcome.problem }
    if (outcome.kind === 'fenced') return snapshot.link
    const since = snapshot.link.kind === 'offline' ? snapshot.link.since : undefined
    return { kind: 'offline', since: since ?? correctedNow() }
  }

  const onOutcome = (outcome: ExchangeOutcome): void => {
    rowsReceived = 0
    // Once for each cut: a browser that believes it is on line knocks at once, and would at each failure.
    if (outcome.kind === 'unanswered' && snapshot.link.kind !== 'offline') ports.askToBeWoken()
    showState({ link: linkAfter(outcome), ...(outcome.kind === 'stuck' ? { lastStuckAt: correctedNow() } : {}) })
    if (outcome.kind !== 'fenced') tabs.tell(snapshot.link)
    // What came of an exchange that failed later is on the disk: each answered push changes the ticket there.
    if (outcome.kind !== 'done' && mirror.identity?.ticket !== toldTicket) tabs.tell(undefined)
    toldTicket = mirror.identity?.ticket
    if (outcome.kind === 'done') void fetchCatalogue()
    if (outcome.kind === 'problem' && isLoss(outcome.problem)) {
      lose(outcome.problem, outcome.isEchoed).catch((error) => onDefect(`the loss could not be kept: ${error}`))
    }
    if (outcome.kind === 'fenced') {
      // Another tab leads: this one asks for the lead again when the other lets go.
      syncSession?.stop()
      syncSession = undefined
    }
  }

  const lead = (): void => {
    syncSession?.stop()
    syncSession = undefined
    if (!isLeading || !isLoaded || lost !== undefined || mirror.identity === undefined) return
    const onRows = (count: number): void => {
      rowsReceived = count
      if (snapshot.phase.kind === 'downloading') show({})
    }
    syncSession = openSyncSession({ ...ports, mirror, reload, onRows, onOutcome })
  }

  tabs.onTold((link) => {
    if (!isLoaded) return
    if (link !== undefined && !isLeading) {
      heardAt = clock()
      show({ link })
    }
    // After an exchange that failed, the one that leads says beside it whether the disk changed.
    if (link !== undefined && link.kind !== 'online') return
    reload()
      .then(() => (isLeading && syncSession === undefined ? lead() : syncSession?.trigger()))
      .catch(() => undefined)
  })

  // A tab that leads, frozen in the background, would leave this one's operations waiting for ever.
  const relieveSilentLeader = (): void => {
    const isLongAgo = (at: number): boolean => Math.abs(clock() - at) > silentMs
    const oldest = mirror.outbox[0]?.at
    // Who has no identity leads nowhere, and robs nobody.
    if (isLeading || lost !== undefined || oldest === undefined || !isLongAgo(oldest) || !isLongAgo(heardAt)) return
    onDefect('the tab that leads is silent')
    heardAt = clock()
    leadership?.steal()
  }

  const tryNow = (): void => {
    relieveSilentLeader()
    if (isLeading && syncSession === undefined) lead()
    else syncSession?.trigger()
  }

  ports.onWake(() => {
    storage.probe().catch(() => onDefect('the disk does not answer'))
    // Timers slept with the tablet: whoever wakes it after the idle time is asked for a PIN at once.
    if (session.isIdle(view.state)) signOut()
    tryNow()
  })

  // People ---------------------------------------------------------------------------------------------------------------------------

  const signOut = (): void => {
    session.end()
    show({})
  }
  ports.onTouch(() => session.touch())
  const keepVisits: Desk['keepVisits'] = (visits) =>
    inTurn(async () => {
      await storage.keepVisits(visits)
      show({ visits })
    })

  const watch = (): void => {
    if (session.isIdle(view.state)) signOut()
    const { date } = toLocal(correctedNow())
    const visits = endDay(snapshot.visits, (startedAt) => toLocal(startedAt).date < date)
    // What could not be written is written at the next look.
    if (visits.length < snapshot.visits.length) keepVisits(visits).catch(() => undefined)
    relieveSilentLeader()
    after(watchEveryMs, watch)
  }

  const perform: Desk['perform'] = (operation, takesOver) =>
    inTurn(async (): Promise<PerformResult> => {
      const librarian = session.librarian(view.state)
      const identity = mirror.identity
      if (librarian === undefined || identity === undefined) throw new Error('nobody is signed in')
      const decision = decide(view.state, operation, { now: toLocal(correctedNow()), librarian, end: 'tablet', takesOver })
      if (!decision.ok) return { kind: 'refused', refusal: decision.refusal }
      const author = {
        bootId,
        n: n + 1,
        deviceId: identity.deviceId,
        librarianId: librarian.id,
        base: mirror.mark && { epoch: mirror.mark.epoch, version: mirror.mark.version },
        at: toInstant(clock()),
        clockOffset: mirror.clockOffset,
        build: ports.build,
      }
      const composed = await composeEntry(view.state, operation, randomHex(16), author)
      if (!composed.ok) return { kind: 'refused', refusal: composed.refusal }
      n++
      const { entry, envelope } = composed.value
      const failure = await commitOperation({ storage, transport, mirror, randomHex, onDefect }, entry, envelope)
      if (failure !== undefined) return { kind: 'failed', failure }
      showState()
      tabs.tell(undefined)
      tryNow()
      if (snapshot.link.kind === 'offline') ports.askToBeWoken()
      return { kind: 'saved', operationId: envelope.operationId }
    })

  // Scanning -------------------------------------------------------------------------------------------------------------------------

  const rules = (): Settings | undefined => view.state.get('settings', 'settings')
  const judge = ({ text, symbology }: RawReading, by: ScanSource): Scan => {
    const settings = rules()
    if (settings === undefined) return { kind: 'unrecognised', text, by }
    return { ...judgeText(settings, by === 'gun' ? stripGunAffixes(settings, text) : text, symbology), by }
  }
  const camera = ports.createCamera({ onState: (state) => show({ camera: state }), rules })
  for (const scanner of [ports.gun, camera]) {
    scanner.listen((reading) => {
      session.touch()
      const scan = judge(reading, scanner.source)
      for (const listener of scanListeners) listener(scan)
    })
  }
  const typed = createTypedScanner()
  const judgeTyped = (text: string): Scan => {
    let scan: Scan = { kind: 'unrecognised', text, by: 'typed' }
    const stop = typed.listen((reading) => {
      scan = judge(reading, 'typed')
    })
    typed.enter(text)
    stop()
    return scan
  }
  const updates = ports.watchUpdates(() => show({ update: 'offered' }))

  /** In a chunk of its own: few tablets ever ask for it. Without the chunk, as without the endpoint, nothing is done. */
  const manage = async <T>(act: (acts: Desk['management']) => Promise<ManagementResult<T>>): Promise<ManagementResult<T>> => {
    const chunk = await import('./management/manage.ts').catch(() => undefined)
    if (chunk === undefined) return { kind: 'refused', problem: 'unreachable' }
    const librarianId = () => session.librarianId
    return act(chunk.createManagement({ transport, randomHex, identity: () => mirror.identity, librarianId }))
  }

  // Start ----------------------------------------------------------------------------------------------------------------------------

  reload()
    .then(() => {
      isLoaded = true
      show({})
      // Not before: what is on the disk is seen first, then exchanged.
      leadership = ports.seekLeadership(
        () => {
          isLeading = true
          lead()
        },
        () => {
          isLeading = false
          heardAt = clock()
          lead()
        },
      )
      watch()
      // A browser that does not say leaves « unknown »: the disk was read all the same.
      ports.askForPersistence().then(
        (persistence) => show({ persistence }),
        () => undefined,
      )
    })
    .catch((error) => {
      unusable = { kind: 'unusable', reason: error instanceof StorageBlocked ? 'blocked-by-other-tab' : 'no-storage' }
      onDefect(`the disk cannot be opened: ${error instanceof Error ? error.name : 'unknown'}`)
      show({})
    })

  const desk: Desk = {
    get snapshot() {
      return snapshot
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    now: () => {
      const at = correctedNow()
      return { at, ...toLocal(at) }
    },
    toLocal,
    clockOffset: () => mirror.clockOffset,

    enrol: async (code, name) => {
      const erased = lost === 'storage-erased' ? ports.enrolledAs.read() : undefined
      const enrolled = await enrolTablet(transport, { code, name, erased }, randomHex(16))
      if (enrolled.kind === 'refused') return enrolled
      const { identity } = enrolled
      const former = mirror.identity
      const formerNames = [former?.libraryName, view.state.get('settings', 'settings')?.libraryName]
      const isSameLibrary = former !== undefined && formerNames.includes(identity.libraryName)
      if (!isSameLibrary) await eraseBase()
      // Whatever made the endpoint forget this tablet, the next exchange hands everything over again, the oldest first.
      await storage.keepIdentity(isSameLibrary ? { ...identity, epoch: noEpoch } : identity)
      await reload()
      tabs.tell(undefined)
      lead()
      return { kind: 'enrolled' }
    },
    signIn: async (librarianId, pin) => {
      const errors = await storage.pinErrors(librarianId)
      const waitMs = waitLeft(errors, toInstant(clock()))
      if (waitMs > 0) return { kind: 'wrong-pin', retryAfterMs: waitMs }
      const librarian = view.state.get('librarian', librarianId)
      if (librarian !== undefined && (await isPin(librarian.pin, pin))) {
        await storage.keepPinErrors(librarianId, undefined)
        session.begin(librarianId)
        show({})
        return { kind: 'signed-in' }
      }
      const counted = countError(errors, toInstant(clock()))
      await storage.keepPinErrors(librarianId, counted)
      return { kind: 'wrong-pin', retryAfterMs: waitLeft(counted, toInstant(clock())) }
    },
    signOut,

    perform,
    nextOrderNumber: async () => {
      const letter = mirror.identity?.letter
      if (letter === undefined) throw new Error('this tablet has no letter')
      return formatOrderNumber(letter, await storage.nextOrderCounter())
    },
    newOrderId: () => toOrderId(randomHex(16)),
    keepVisits,

    ownOperations: async () => listOwnOperations(view.state, mirror.outbox, await storage.acknowledged()),
    tryNow: () => {
      // Whoever asks in a tab that does not lead asks the one that does.
      if (!isLeading) tabs.tell(undefined)
      tryNow()
    },
    findItem: async (barcode) => {
      const found = findInBase(view.state, barcode)
      const hash = view.state.get('catalogue', 'catalogue')?.hash
      return found ?? (hash === undefined ? undefined : ports.catalogue.itemByBarcode(hash, barcode))
    },
    onScan: (listener) => {
      scanListeners.add(listener)
      return () => scanListeners.delete(listener)
    },
    judgeTyped,
    camera,
    takeUpdate: updates.take,
    rehearse: async (onLeave) => {
      const { openRehearsal } = await import('./rehearsal/rehearsal-desk.ts')
      return openRehearsal({ desk, after, onDefect }, onLeave)
    },
    management: {
      createEnrolmentCode: (...asked) => manage((acts) => acts.createEnrolmentCode(...asked)),
      listExports: (...asked) => manage((acts) => acts.listExports(...asked)),
      exportDay: (...asked) => manage((acts) => acts.exportDay(...asked)),
      settleExport: (...asked) => manage((acts) => acts.settleExport(...asked)),
      setTabletAside: (...asked) => manage((acts) => acts.setTabletAside(...asked)),
      acceptQuarantined: (...asked) => manage((acts) => acts.acceptQuarantined(...asked)),
    },
  }
  return desk
}
