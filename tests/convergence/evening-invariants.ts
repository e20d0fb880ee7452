/**
 * The invariants of the protocol that are asked in the evening, when all is healed, each under its number (PROTOCOL.md). Runs in the
 * simulator. They compare what tablets and endpoint hold with what the oracle saw happen.
 */
import type { OperationId } from '../../src/domain/ids.ts'
import type { Order } from '../../src/domain/order/order.ts'
import type { DeskReader } from '../../src/domain/row/desk-state.ts'
import { canonicalJson } from '../../src/protocol/canonical-json.ts'
import { baseKey } from '../../src/tablet/storage/disk-image.ts'
import { type ReadRow, rowsAfter } from '../fakes/rows-after.ts'
import { checkAcceptedAgain, checkClaimsAgain, readWish } from './again-invariants.ts'
import { checkCases, checkDecided, type Evening } from './case-invariants.ts'
import { checkClocks } from './clock-invariants.ts'
import { isImport, readLog } from './endpoint-log.ts'
import type { LoggedReceipt } from './endpoint-process.ts'
import { checkExports } from './exports.ts'
import { isGarbled } from './network-link.ts'
import { lockerOf } from './newer-build.ts'
import { contentOf, pairOf } from './oracle.ts'
import { broken, placesOf, rowOf, short } from './places.ts'
import { checkReplay } from './replay.ts'
import type { World } from './simulated-world.ts'
import { libraryId } from './small-library.ts'
import { checkWords } from './words.ts'

const readerOf = (live: ReadonlyMap<string, ReadRow>): DeskReader => ({ get: (kind, id) => rowOf(live, kind, id) })

/** 1, 16: every fact shown as saved is on the endpoint, unless every disk that held it was destroyed; and so is all that a tablet still holds. */
const checkDurability = ({ world: { oracle, tablets }, receipts }: Evening): void => {
  const received = new Set(receipts.map(pairOf))
  for (const known of oracle.contents.values()) {
    // A request that was refused was shown as such, and is not asked again of a restored endpoint.
    if (known.isSaved && !known.isLost && known.outcome !== 'refused' && !received.has(pairOf(known))) {
      oracle.violate(1, `${known.tablet}: ${known.envelope?.type} ${short(known.operationId)} was saved and is lost`)
    }
    if (
      known.failure === 'not-saved' &&
      receipts.some((receipt) => pairOf(receipt) === pairOf(known) && receipt.outcome.startsWith('accepted'))
    ) {
      oracle.violate(19, `${known.tablet}: ${short(known.operationId)} was called not saved and is on the endpoint`)
    }
  }
  for (const { name, disk } of tablets) {
    for (const entry of [...disk.image.outbox, ...disk.image.outcomes.values()]) {
      if ('outcome' in entry && entry.outcome === 'refused') continue
      if (!received.has(contentOf(entry))) oracle.violate(16, `${name} holds ${short(entry.operationId)}, which the endpoint lacks`)
    }
  }
}

/** 4, 28: each receipt is, to the byte, what a tablet composed, whatever its type. */
const checkReceipts = ({ world: { oracle }, receipts }: Evening): void => {
  for (const { operationId, hash, envelope, outcome, reason } of receipts) {
    const known = oracle.contents.get(pairOf({ operationId, hash }))
    const isDamaged = outcome === 'quarantined' && reason === 'hash-mismatch'
    if (isDamaged && known?.isSaved === true) oracle.violate(3, `${short(operationId)} came whole and is called damaged`)
    if (known === undefined && isDamaged && isGarbled(envelope)) oracle.fault('damaged on the line')
    else if (known === undefined) oracle.violate(4, `the endpoint has ${short(operationId)}, which nobody composed`)
    else if (known.text !== envelope) oracle.violate(28, `${short(operationId)} is not kept as it was written`)
  }
}

/** 3, 14: each accepted fact is in each of its rows, once. */
const checkEffects = ({ world: { oracle }, receipts, live }: Evening): void => {
  const state = readerOf(live)
  for (const { operationId, hash, outcome } of receipts) {
    const known = oracle.contents.get(pairOf({ operationId, hash }))
    if (known === undefined || !known.isFact || !outcome.startsWith('accepted')) continue
    const places = placesOf(state, known, oracle)
    // What left the base with its day is whole in its absence.
    if (places.includes(true) && places.includes(false)) oracle.violate(14, `half of ${short(operationId)} is on the endpoint`)
  }
  for (const { row } of live.values()) {
    if (row?.kind !== 'item' && row?.kind !== 'order') continue
    const ids = row.facts.map((fact) => fact.operationId)
    if (new Set(ids).size !== ids.length) oracle.violate(3, `${row.kind} ${row.id} holds a fact twice`)
    for (const id of ids) {
      const own = receipts.filter((one) => one.operationId === id)
      const receipt = own.find((one) => one.outcome.startsWith('accepted')) ?? own[0]
      if (receipt === undefined || !receipt.outcome.startsWith('accepted'))
        oracle.violate(3, `${row.kind} ${row.id} shows ${short(id)}, which was ${receipt?.outcome ?? 'never received'}`)
    }
  }
}

/** 5: each operation received has one outcome, and no fact is refused. */
const checkTotality = ({ world: { oracle }, receipts }: Evening): void => {
  const pairs = receipts.map(pairOf)
  if (new Set(pairs).size !== pairs.length) oracle.violate(5, 'an operation has two receipts')
  for (const { operationId, hash, outcome } of receipts) {
    if (outcome === 'refused' && oracle.contents.get(pairOf({ operationId, hash }))?.isFact === true)
      oracle.violate(5, `the fact ${short(operationId)} is refused`)
  }
}

/** 33: of two wishes about one thing, made without knowing of each other, one stands: what was accepted began where the one before it ended. */
const checkTurns = ({ world: { oracle }, events, live }: Evening): void => {
  const last = new Map<string, string>()
  for (const event of events) {
    if (isImport(event)) {
      for (const row of event.rows) for (const key of last.keys()) if (key.includes(row.id)) last.delete(key)
      continue
    }
    const wish = readWish(event.payload)
    if (wish === undefined) continue
    const before = last.get(wish.key)
    // What was wanted meanwhile may stand in the row that a tablet brought, and in no operation of this history (CASE-24).
    const isBrought = 'orderId' in event.payload && rowOf<Order>(live, 'order', `${event.payload.orderId}`)?.brought !== undefined
    if (before !== undefined && before !== wish.from && !isBrought)
      oracle.violate(33, `${short(event.operationId)} overwrote ${wish.key}, which said ${before}`)
    last.set(wish.key, wish.to)
  }
}

/** 9, 26: every base equals the endpoint's, row by row. */
const checkConvergence = ({ world: { oracle, tablets, damaged }, live }: Evening): void => {
  for (const tablet of tablets) {
    const { image } = tablet.disk
    if (image.mark === undefined || image.lost === 'revoked') continue
    const violate = (does: string, key: string): void =>
      oracle.violate(damaged.has(tablet) ? 26 : 9, `${tablet.name} ${does} ${key.replace('\n', ' ')}`)
    for (const [key, stored] of live) {
      const held = image.base.get(key)
      if (held === undefined) violate('lacks', key)
      else if (canonicalJson(held.row) !== canonicalJson(stored.row)) violate('differs at', key)
    }
    for (const key of image.base.keys()) if (!live.has(key)) violate('keeps', key)
  }
}

/** 12, 13: every tab shows what its tablet did, and shows nothing before its cause. */
const checkTabs = ({ world: { cloned, oracle, tablets }, receipts, live }: Evening): void => {
  const state = readerOf(live)
  for (const { name, tabs } of tablets) {
    for (const tab of tabs) {
      for (const { operationId, hash, outcome } of receipts) {
        const known = oracle.contents.get(pairOf({ operationId, hash }))
        if (known === undefined || !known.isFact || !outcome.startsWith('accepted')) continue
        if (tab.desk.snapshot.phase.kind !== 'signed-in' || placesOf(state, known, oracle).includes(false)) continue
        if (placesOf(tab.desk.snapshot.state, known, oracle).includes(false))
          oracle.violate(12, `${name} does not show ${short(operationId)}`)
      }
    }
  }
  const lastByBoot = new Map<string, number>()
  const damaged = new Set(receipts.filter(({ reason }) => reason === 'hash-mismatch').map(({ operationId }) => operationId))
  for (const { operationId, hash, outcome, reason, deviceId } of receipts) {
    const known = oracle.contents.get(pairOf({ operationId, hash }))
    const envelope = known?.envelope
    // What the line damaged comes again when the others are through; what a disk kept and never answered for, when it is read again.
    const isLate = damaged.has(operationId) || known?.failure === 'unknown'
    if (envelope === undefined || outcome === 'refused' || broken.includes(reason) || isLate) continue
    // What a database forgot when it was put back comes again, in its own order, once anybody has said that it did.
    // Of a profile that was copied both bring it, each what it was not refused.
    const by = known?.isForgotten ? ` again ${cloned.size > 0 ? deviceId : ''}` : ''
    const boot = `${envelope.bootId}${by}`
    if (envelope.n < (lastByBoot.get(boot) ?? 0))
      oracle.violate(13, `${short(operationId)} (${envelope.type}) came after what was pressed later on its tablet`)
    lastByBoot.set(boot, Math.max(envelope.n, lastByBoot.get(boot) ?? 0))
  }
}

/** What can make an honest tablet present an old ticket: a disk that lost the newest one. */
const excuses = ['profile-restored', 'disk-quota', 'disk-abort', 'disk-dead']

/** 17: a profile that ran twice under one identity is a case, and no other is. */
const checkIdentity = ({ world: { oracle, cloned }, live }: Evening): void => {
  if (oracle.rollBacks > 0) return
  const isSaid = [...live.values()].some(({ row }) => row?.kind === 'case' && row.caseKind === 'two-tablets-one-identity')
  if (isSaid && cloned.size === 0 && !excuses.some((kind) => oracle.faults.has(kind))) oracle.violate(17, 'one tablet was taken for two')
  // One of the two may have been destroyed, or both set aside, before they ran beside each other.
  if (['evicted', 'profile-restored', 'tablet-set-aside'].some((kind) => oracle.faults.has(kind))) return
  for (const deviceId of cloned) {
    const cases = [...live.values()].some(
      ({ row }) => row?.kind === 'case' && row.caseKind === 'two-tablets-one-identity' && row.subject === `device/${deviceId}`,
    )
    const hasLeft = [...oracle.erasedEver].some((key) => key.startsWith(`case\ntwo-tablets-one-identity:device/${deviceId}:`))
    if (!cases && !hasLeft) oracle.violate(17, `device ${short(deviceId)} ran twice and no case says so`)
  }
}

/** 20: with the network up for three times the cap, every outbox is empty. */
const checkLiveness = ({ world: { oracle, tablets } }: Evening): void => {
  for (const { name, disk, tabs } of tablets) {
    if (disk.image.outbox.length > 0)
      oracle.violate(20, `${name} still holds ${disk.image.outbox.length}: ${JSON.stringify(tabs[0]?.desk.snapshot.phase.kind)}`)
  }
}

/** 25: what was erased does not come back; an order or a document only with what was heard of it since, or for a case. */
const checkErased = ({ world: { oracle }, receipts, live }: Evening): void => {
  const versionById = new Map(receipts.map(({ operationId, version }) => [operationId, version]))
  const cases = [...live.values()].flatMap(({ row }) => (row?.kind === 'case' ? [row] : []))
  const facts = [...live.values()].flatMap(({ row }) => (row?.kind === 'order' || row?.kind === 'item' ? [...row.facts] : []))
  for (const [key, version] of oracle.erased) {
    const isLate = (operationId: OperationId): boolean => (versionById.get(operationId) ?? 0) > version
    /** A case that something late opened or joined brings back what it cites. */
    const isCited = (operationId: OperationId): boolean => cases.some(({ cites }) => cites.includes(operationId) && cites.some(isLate))
    const row = live.get(key)?.row
    // The others follow from these, and come and go with them.
    if (row?.kind !== 'patron' && row?.kind !== 'order' && row?.kind !== 'item') continue
    const { id } = row
    const isHeardOf = row.kind !== 'patron' && row.facts.some(({ operationId }) => isLate(operationId) || isCited(operationId))
    /** What a cited fact names is brought back as it was: that fact may be on the other row alone. */
    const isNamed = facts.some((fact) => isCited(fact.operationId) && JSON.stringify(fact).includes(id))
    if (!isHeardOf && (row.kind === 'patron' || !isNamed)) oracle.violate(25, `${key.replace('\n', ' ')} came back`)
  }
}

/** 3: of several contents under one id the first that came whole may count, alone; the others are kept. */
const checkContents = ({ world: { oracle }, receipts }: Evening): void => {
  const first = new Map<OperationId, LoggedReceipt>()
  for (const receipt of receipts) {
    const { operationId, outcome, reason } = receipt
    const isDamaged = reason === 'hash-mismatch'
    if (!isDamaged && !first.has(operationId)) {
      first.set(operationId, receipt)
      if (reason === 'one-operation-two-contents') oracle.violate(3, `${short(operationId)} came whole once, and is called another content`)
      continue
    }
    oracle.fault('two contents received')
    if (outcome !== 'quarantined' || !broken.includes(reason))
      oracle.violate(3, `the second content of ${short(operationId)} is ${outcome} (${reason})`)
  }
}

/** 28: what a newer tablet wrote waits for a build that reads it, then counts, and its tablet hears of it; what a newer endpoint wrote stays. */
const checkBuilds = ({ world: { oracle, tablets, endpoint }, receipts, live }: Evening): void => {
  for (const receipt of receipts) {
    const known = oracle.contents.get(pairOf(receipt))
    if (known?.isNewer !== true) continue
    const isAccepted = receipt.outcome.startsWith('accepted')
    if (isAccepted && !endpoint.isNewer) oracle.violate(28, `${short(known.operationId)} was read by a build that does not know it`)
    if (!isAccepted && endpoint.isNewer && receipt.reason === 'operation-not-understood')
      oracle.violate(28, `${short(known.operationId)} still waits for the build that is here`)
    oracle.fault(isAccepted ? 'version 2 accepted' : 'version 2 kept')
    for (const { name, disk } of tablets) {
      const held = disk.image.outcomes.get(known.operationId)
      // One whose text was damaged on the disk is final there: it is a person's.
      const isWaiting = held?.outcome === 'quarantined' && held.reason === 'operation-not-understood'
      if (disk.image.lost === undefined && isAccepted && held?.hash === known.hash && isWaiting)
        oracle.violate(28, `${name} was not told that ${short(known.operationId)} is out of quarantine`)
    }
  }
  for (const [id, locker] of oracle.lockers) {
    const order = live.get(`order\n${id}`)?.row
    if (order !== undefined && order !== null && lockerOf(order) !== locker)
      oracle.violate(28, `order ${id} lost what a newer build wrote in it`)
  }
}

/** All that can only be asked when everything has come to rest; answers how many cases of each kind there are. */
export const checkQuiet = async (world: World): Promise<ReadonlyMap<string, number>> => {
  const { endpoint, oracle } = world
  if (((await endpoint.truth?.libraries()) ?? []).length === 0) {
    oracle.violate(2, 'a power cut lost the library')
    return new Map()
  }
  const found = await endpoint.truth?.read(libraryId, async (reading) => ({
    rows: await rowsAfter(reading, -1, 1_000_000),
    library: await reading.library(),
  }))
  const rows = found?.rows ?? []
  const live = new Map(rows.filter(({ row }) => row !== null).map((row) => [baseKey(row), row]))
  const receipts = endpoint.receipts()
  const events = readLog(oracle.imports, receipts)
  const evening: Evening = { world, epoch: found?.library.epoch, rows, receipts, live, events }
  const checks = [
    checkDurability,
    checkReceipts,
    checkEffects,
    checkTotality,
    checkCases,
    checkDecided,
    checkTurns,
    checkAcceptedAgain,
    checkClaimsAgain,
    checkConvergence,
    checkTabs,
    checkIdentity,
    checkLiveness,
    checkClocks,
    checkErased,
    checkContents,
    checkBuilds,
  ]
  for (const check of checks) check(evening)
  checkReplay(world, rows, receipts, events)
  await checkWords(world)
  await checkExports(
    world,
    [...live.values()].flatMap(({ row }) => (row?.kind === 'item' ? [row] : [])),
  )
  const counts = new Map<string, number>()
  for (const { row } of live.values()) if (row?.kind === 'case') counts.set(row.caseKind, (counts.get(row.caseKind) ?? 0) + 1)
  return counts
}
