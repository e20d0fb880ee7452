/**
 * The invariants of the protocol, each under its number, asked of a simulated world: after an answer, a commit, a change of a screen, and
 * in the evening when all is healed. Runs in the simulator. They compare what our code holds with what the oracle saw happen.
 */
import { createHash } from 'node:crypto'
import type { ItemBarcode, OperationId, OrderId } from '../../src/domain/ids.ts'
import type { Item, ItemFact } from '../../src/domain/item/item.ts'
import { openHandovers } from '../../src/domain/item/item-state.ts'
import type { DeskReader } from '../../src/domain/row/desk-state.ts'
import { formatSlotKey } from '../../src/domain/slot/slot.ts'
import type { StoredDevice } from '../../src/endpoint/storage/store.ts'
import { canonicalJson } from '../../src/protocol/canonical-json.ts'
import { addToDigest, formatDigest, rowHash } from '../../src/protocol/digest.ts'
import type { PushAnswer } from '../../src/protocol/push.ts'
import { baseKey, type DiskImage } from '../../src/tablet/storage/disk-image.ts'
import type { BaseRow } from '../../src/tablet/storage/tablet-storage.ts'
import type { Request, Response } from '../../src/tablet/sync/transport.ts'
import { type ReadRow, rowsAfter } from '../fakes/rows-after.ts'
import { contradictionsOf, type Expected } from './contradictions.ts'
import { readLog, type Told } from './endpoint-log.ts'
import { type LoggedReceipt, libraryId } from './endpoint-machine.ts'
import { checkExports } from './exports.ts'
import { isGarbled } from './network-link.ts'
import { lockerOf } from './newer-build.ts'
import { contentOf, type KnownOperation, type Oracle, pairOf, wasErased } from './oracle.ts'
import { checkReplay } from './replay.ts'
import type { World } from './simulated-world.ts'
import { rowsOfLibrary } from './small-library.ts'
import type { SimulatedTab, SimulatedTablet } from './tablet-machine.ts'
import { checkWords } from './words.ts'

const parse = (text: string | undefined): unknown => {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return undefined
  }
}

const short = (id: string): string => id.slice(0, 6)
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')

// After an answer of the endpoint ------------------------------------------------------------------------------------------------------

/** Why a content has no effect, though another one of the same id may have. */
const broken: readonly (string | null)[] = ['hash-mismatch', 'one-operation-two-contents']

/** 2, 3, 4, 5, 21, 27: what one answer says is true, consistent with what was said before, and whole. */
export const checkAnswer = async (
  { oracle, endpoint }: World,
  tablet: string,
  request: Request,
  response: Response,
  device: StoredDevice | undefined,
): Promise<void> => {
  if (request.path.startsWith('/sync/v1/pull')) {
    if (device?.setAsideAt !== undefined && response.status === 200) oracle.violate(27, `${tablet}: a tablet set aside was served the base`)
    return
  }
  if (request.method !== 'POST' || !request.path.startsWith('/sync/v1/push')) return
  const pushed = parse(request.body) as
    | { epoch: string; operations: { hash: string; envelope: { operationId: string } | string }[] }
    | undefined // Ours.
  const answer = parse(response.text) as Partial<PushAnswer> | undefined // Compared below, member by member.
  // What truly came: a broken disk announces the hash of what it once held.
  const texts = (pushed?.operations ?? []).map(({ envelope }) => (typeof envelope === 'string' ? envelope : canonicalJson(envelope)))
  const hashes = texts.map(hashOf)
  for (const [i, hash] of hashes.entries()) {
    // What the line damaged shows by the hash beside it.
    if (hash !== pushed?.operations[i]?.hash && isGarbled(texts[i] ?? '')) continue
    if (![...oracle.contents.values()].some((known) => known.hash === hash))
      oracle.violate(4, `${tablet} pushed ${short(hash)}, which nobody composed`)
  }
  if (response.status >= 500 && texts.length > 0) oracle.violate(21, `one of ${texts.length} operations made their push fail`)
  if (response.status !== 200 || answer?.results === undefined) return
  const results = answer.results
  // An endpoint with another history receives nothing before the tablet has heard of it.
  const isOfAnotherHistory = pushed?.epoch !== answer.epoch && results.length === 0
  if (!isOfAnotherHistory && results.length !== pushed?.operations.length)
    oracle.violate(5, `${results.length} outcomes for ${pushed?.operations.length} operations`)
  for (const [i, { operationId, hash: announced, outcome }] of results.entries()) {
    const hash = hashes[i] ?? announced
    const pair = pairOf({ operationId, hash })
    const known = oracle.contents.get(pair)
    if (known?.isFact === true && outcome === 'refused') oracle.violate(5, `the fact ${short(operationId)} was refused`)
    const before = oracle.outcomes.get(pair) ?? []
    oracle.outcomes.set(pair, [...before, outcome])
    if (before.length > 0) {
      const wasAccepted = before.some((one) => one.startsWith('accepted') || one === 'already-known')
      const isAgain = wasAccepted
        ? outcome === 'already-known'
        : outcome === before.at(-1) ||
          // Tried again at each start: a newer build reads it, or what it broke on has left with its day.
          (before.at(-1) === 'quarantined' && (outcome.startsWith('accepted') || outcome === 'already-known'))
      if (!isAgain) oracle.violate(3, `${short(operationId)} was ${before.join(', ')}, then ${outcome}`)
    }
    if (!(await endpoint.wouldSurvive(operationId as OperationId, hash))) {
      oracle.violate(2, `${short(operationId)} was answered ${outcome} and a power cut would lose it`)
    }
    const receipt = await endpoint.truth?.read(libraryId, (reading) => reading.receipt(operationId as OperationId, hash))
    const isSo = outcome === 'already-known' ? receipt?.outcome.startsWith('accepted') : outcome === receipt?.outcome
    if (receipt !== undefined && !isSo) oracle.violate(3, `${short(operationId)} is ${receipt.outcome}, and was answered ${outcome}`)
    oracle.answered.add(pair)
    if (known !== undefined) known.outcome = outcome
    const whole = hash === announced ? undefined : oracle.contents.get(pairOf({ operationId, hash: announced }))
    if (whole !== undefined) whole.outcome ??= outcome
  }
}

/** Requests of one tablet in one minute that no press, hint and retry explain: a wave of presses asks for two each, a failure for a few. */
const mostRequestsPerMinute = 150

/** 22: retries are bounded. */
export const checkRate = ({ oracle, time }: World, tablet: string): void => {
  const since = time.now - 60_000
  const recent = [...(oracle.requestTimes.get(tablet) ?? []).filter((at) => at > since), time.now]
  oracle.requestTimes.set(tablet, recent)
  if (recent.length > mostRequestsPerMinute) oracle.violate(22, `${tablet} asked more than ${mostRequestsPerMinute} times in a minute`)
}

/** 24: what holds of a tablet's base holds under several leaders too. */
const breakBase = (oracle: Oracle, { name, wasLedTwice }: SimulatedTablet, invariant: number, what: string): void => {
  oracle.violate(invariant, `${name}: ${what}`)
  if (wasLedTwice) oracle.violate(24, `${name}, led by two tabs: ${what}`)
}

/** 10, 24, 26: a base that nobody damaged is never found to differ from what was announced. */
export const checkDefect = ({ oracle, damaged }: World, tablet: SimulatedTablet, what: string): void => {
  if (damaged.has(tablet)) return
  if (what.startsWith('the digest of the base') || what.startsWith('the base on disk')) breakBase(oracle, tablet, 10, what)
}

// After a commit on a tablet -----------------------------------------------------------------------------------------------------------

const hashByRow = new WeakMap<object, bigint>()
const digestOf = (base: ReadonlyMap<string, BaseRow>): string => {
  let sum = 0n
  for (const stored of base.values()) {
    if (stored.row === null) continue
    const hash = hashByRow.get(stored.row) ?? rowHash(stored)
    hashByRow.set(stored.row, hash)
    sum = addToDigest(sum, hash)
  }
  return formatDigest(sum)
}

const fortnightMs = 14 * 86_400_000

/** 10, 11, 15, 18, 24: what a tablet's disk holds after a commit follows from what it held and what was received. */
export const checkCommit = (world: World, tablet: SimulatedTablet, before: DiskImage, after: DiskImage): void => {
  const { oracle, damaged, time } = world
  if (before.outbox !== after.outbox) {
    const left = new Set(after.outbox.map((entry) => entry.operationId))
    for (const entry of before.outbox) {
      if (left.has(entry.operationId)) continue
      if (!oracle.answered.has(contentOf(entry)))
        oracle.violate(18, `${tablet.name}: ${short(entry.operationId)} left the outbox without a receipt`)
      if (!after.outcomes.has(entry.operationId)) oracle.violate(18, `${tablet.name}: ${short(entry.operationId)} is kept nowhere`)
      oracle.receivedAt.set(entry.operationId, time.now)
    }
  }
  // A tablet set aside erases what names people, once all was received (PRIV-2).
  if (after.lost !== 'revoked' && before.outcomes !== after.outcomes && before.outcomes.size > after.outcomes.size) {
    const waiting = new Set(after.outbox.map((entry) => entry.operationId))
    for (const [id] of before.outcomes) {
      if (after.outcomes.has(id) || waiting.has(id)) continue
      if (time.now - (oracle.receivedAt.get(id) ?? 0) < fortnightMs)
        oracle.violate(23, `${tablet.name}: ${short(id)} was forgotten before its 14 days`)
    }
  }
  const violate = (invariant: number, what: string): void => breakBase(oracle, tablet, invariant, what)
  const { mark } = after
  if (mark === undefined || (before.mark === mark && before.base === after.base)) return
  if (before.mark !== undefined && before.mark.epoch === mark.epoch) {
    if (mark.version < before.mark.version) violate(11, `the cursor went from ${before.mark.version} to ${mark.version}`)
    if (before.base !== after.base && !damaged.has(tablet)) {
      for (const [key, row] of after.base) {
        if (row.version < (before.base.get(key)?.version ?? -1)) violate(11, `${key} went back to version ${row.version}`)
      }
    }
  }
  if (before.base === after.base && damaged.has(tablet)) return
  const digest = digestOf(after.base)
  const truth = oracle.digests.get(mark.cursor)
  if (digest === truth) damaged.delete(tablet)
  else if (!damaged.has(tablet)) {
    const isOneAlone = before.base === after.base || before.mark?.cursor === mark.cursor
    violate(isOneAlone ? 15 : 10, `the base at ${mark.version} is not the endpoint's at that version`)
  }
}

// After a change of a screen -----------------------------------------------------------------------------------------------------------

const itemsOf = ({ envelope }: KnownOperation): readonly ItemBarcode[] => {
  const payload = envelope?.payload
  switch (payload?.kind) {
    case 'hand-over-order':
      return payload.items.map((item) => item.barcode)
    case 'undo-handover':
      return payload.barcodes
    case 'return-item':
    case 'reshelve-item':
    case 'unreshelve-item':
      return [payload.barcode]
    case 'pick-item':
    case 'unpick-item':
      return payload.barcode === undefined ? [] : [payload.barcode]
    default:
      return []
  }
}
const orderOf = ({ envelope }: KnownOperation): OrderId | undefined => {
  const payload = envelope?.payload
  return payload !== undefined && 'orderId' in payload ? payload.orderId : undefined
}

/** Which places a fact should show in, and does: an order that is not there holds nothing, and what left with its day is not asked. */
const placesOf = (state: DeskReader, known: KnownOperation, { erasedEver }: Oracle): readonly boolean[] => {
  const id = orderOf(known)
  const order = id === undefined ? undefined : state.get('order', id)
  const has = (facts: readonly { readonly operationId: OperationId }[] | undefined): boolean =>
    facts?.some((fact) => fact.operationId === known.operationId) ?? false
  const items = itemsOf(known).filter((barcode) => !erasedEver.has(`item\n${barcode}`))
  const isOrderAsked = order !== undefined && !erasedEver.has(`order\n${id}`)
  return [...items.map((barcode) => has(state.get('item', barcode)?.facts)), ...(isOrderAsked ? [has(order.facts)] : [])]
}

const isStanding = (known: KnownOperation): boolean => known.isFact && known.outcome !== 'quarantined' && known.outcome !== 'refused'

const rowOf = <R>(live: ReadonlyMap<string, Pick<ReadRow, 'row'>>, kind: string, id: string): R | undefined =>
  (live.get(`${kind}\n${id}`)?.row ?? undefined) as R | undefined // A row filed under a kind is of that kind.

interface Seen {
  revision: number
  readonly items: Map<string, Item>
}
const seenByTab = new WeakMap<SimulatedTab, Seen>()

/** True for what lets a document leave *remis*: a return, an undo that names the handover, a settled case. */
const mayClose = (item: Item, handover: OperationId): boolean =>
  item.voided.includes(handover) ||
  item.facts.some((fact: ItemFact) => fact.what === 'returned' || (fact.what === 'handover-undone' && fact.handover === handover))

/** 6, 12, 14, 19: what a screen shows contains what this tablet did, whole, and takes nothing back by itself. */
export const checkView = ({ oracle }: World, tab: SimulatedTab): void => {
  const { snapshot } = tab.desk
  const seen: Seen = seenByTab.get(tab) ?? { revision: -1, items: new Map() }
  seenByTab.set(tab, seen)
  // The screen shows nothing yet while the disk is being read.
  if (snapshot.revision === seen.revision || snapshot.phase.kind === 'starting') return
  seen.revision = snapshot.revision
  const { state } = snapshot
  const { name, disk } = tab.tablet
  const isReady = snapshot.phase.kind === 'signed-in'
  const reached = disk.image.mark?.version ?? -1
  // A change of history gives back what was received, at once on the disk and here once this tab has read it.
  const isToRead = disk.image.mark === undefined && snapshot.baseAt !== undefined
  const unreached = [...disk.image.outcomes.values()].filter(({ version, outcome }) => version > reached && outcome.startsWith('accepted'))
  for (const entry of isReady ? [...disk.image.outbox, ...unreached] : []) {
    const known = oracle.contents.get(pairOf(entry))
    // What another tab did shows here once this one has read the disk; the evening looks at that.
    if (
      known === undefined ||
      !known.isSaved ||
      !known.isFact ||
      known.isNewer ||
      (isToRead && known.outcome !== undefined) ||
      (tab.tablet.tabs.length > 1 && known.envelope?.bootId !== tab.bootId)
    )
      continue
    if (placesOf(state, known, oracle).includes(false))
      oracle.violate(12, `${name}: ${known.envelope?.type} ${short(known.operationId)} is pending and not shown`)
  }
  const inBase: DeskReader = { get: (kind, id) => rowOf(disk.image.base, kind, id) }
  for (const entry of oracle.rollBacks > 0 ? [] : disk.image.outbox) {
    const known = oracle.contents.get(pairOf(entry))
    if (known?.isNewer !== true) continue
    const received = placesOf(inBase, known, oracle)
    if (placesOf(state, known, oracle).some((isShown, place) => isShown && received[place] !== true))
      oracle.violate(28, `${name}: ${short(known.operationId)} is shown by a build that does not read it`)
  }
  for (const item of state.all('item')) {
    const before = seen.items.get(item.id)
    if (before === item) continue
    seen.items.set(item.id, item)
    // What was erased begins anew, here or on a tablet set aside; that it was not out of the building is asked in the evening.
    if (before === undefined || oracle.rollBacks > 0 || oracle.erasedEver.has(`item\n${item.id}`) || disk.image.lost === 'revoked') continue
    const open = new Set(openHandovers(item).map((fact) => fact.operationId))
    for (const { operationId } of openHandovers(before)) {
      const known = oracle.operations.get(operationId)
      if (open.has(operationId) || known === undefined || !isStanding(known) || mayClose(item, operationId)) continue
      oracle.violate(6, `${name}: ${item.id} left ${short(operationId)}'s hands by nothing`)
    }
  }
  for (const known of oracle.operations.values()) {
    // What came second under its id shows nowhere; what shows under that id is the first one's.
    if (known.envelope?.type !== 'hand-over-order' || known.envelope.bootId !== tab.bootId || !isStanding(known)) continue
    const places = placesOf(state, known, oracle)
    if (places.includes(true) && places.includes(false)) oracle.violate(14, `${name}: half of ${short(known.operationId)} is shown`)
    if (known.failure === 'not-saved' && places.includes(true) && known.outcome === undefined) {
      oracle.violate(19, `${name}: ${short(known.operationId)} was not saved and is shown`)
    }
  }
}

// In the evening -----------------------------------------------------------------------------------------------------------------------

interface Evening {
  readonly world: World
  readonly rows: readonly ReadRow[]
  readonly receipts: readonly LoggedReceipt[]
  readonly live: ReadonlyMap<string, ReadRow>
  readonly events: readonly Told[]
}

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

/** What was received and not understood, or not accepted, is a person's to decide. */
const heldBack = (receipts: readonly LoggedReceipt[]): readonly Expected[] =>
  receipts.flatMap(({ operationId, deviceId, outcome, reason }): readonly Expected[] => {
    if (outcome !== 'quarantined') return []
    if (reason === 'tablet-set-aside') return [{ caseKind: 'loss-suspected', subject: `device/${deviceId}`, cites: [operationId] }]
    const caseKind = reason === 'one-operation-two-contents' ? reason : 'operation-not-understood'
    return [{ caseKind, subject: `operation/${operationId}`, cites: [operationId] }]
  })

/** 7: what contradicts each other has a case citing both, on the endpoint and on every tablet, and a person closed each closed one. */
const checkCases = ({ world: { oracle, tablets, plan }, rows, live, receipts, events }: Evening): void => {
  for (const { row } of live.values()) {
    if (row?.kind !== 'case' || row.settlement === undefined) continue
    const settling = receipts.find((one) => one.operationId === row.settlement?.operationId && one.outcome.startsWith('accepted'))
    const payload = settling && oracle.contents.get(pairOf(settling))?.envelope?.payload
    if (payload?.kind !== 'settle-case' || payload.caseId !== row.id) oracle.violate(7, `${row.id} was closed by nobody`)
  }
  const begun = rowsOfLibrary(plan.quarantineDays, 0).flatMap((row): (readonly [string, string])[] =>
    row.kind === 'order' ? [[row.id, formatSlotKey(row.slot)]] : [],
  )
  const known = new Set(rows.map(({ kind, id }) => `${kind}/${id}`))
  const ends = [
    { name: 'the endpoint', base: live },
    ...tablets
      .filter(({ disk: { image } }) => image.mark !== undefined && image.lost !== 'revoked')
      .map(({ name, disk }) => ({ name, base: disk.image.base })),
  ].map(({ name, base }) => ({ name, cases: [...base.values()].flatMap(({ row }) => (row?.kind === 'case' ? [row] : [])) }))
  const versions = new Map(receipts.filter(({ outcome }) => outcome.startsWith('accepted')).map((one) => [one.operationId, one.version]))
  const departures = { leavings: oracle.leavings, versions }
  for (const { caseKind, subject, cites } of [...contradictionsOf(new Map(begun), events, departures), ...heldBack(receipts)]) {
    const [about, id] = subject.split('/')
    // What a tablet had seen leave another history says nothing of this one.
    if (oracle.rollBacks > 0 && wasErased(oracle, subject)) continue
    // Nobody told this history of the order; a settled case leaves with its day; who held a claim that was forgotten, and who had a place, is not known.
    if ((about === 'order' || about === 'line') && !known.has(`order/${id}`)) continue
    if ([...oracle.erasedEver].some((key) => key.startsWith(`case\n${caseKind}:${subject}:`))) continue
    if ((about === 'claim' || about === 'slot') && wasErased(oracle, subject)) continue
    for (const { name, cases } of ends) {
      const isSaid = cases.some(
        (one) => one.caseKind === caseKind && one.subject === subject && cites.every((fact) => one.cites.includes(fact)),
      )
      if (!isSaid)
        oracle.violate(
          7,
          `${name} has no case ${caseKind} of ${subject} that cites ${cites.map(short).join(' and ')}${wasErased(oracle, subject) ? ', after its day was closed' : ''}`,
        )
    }
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
const checkTabs = ({ world: { oracle, tablets }, receipts, live }: Evening): void => {
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
  for (const { operationId, hash, outcome, reason } of receipts) {
    const envelope = oracle.contents.get(pairOf({ operationId, hash }))?.envelope
    // What the line damaged comes again when the others are through.
    if (envelope === undefined || outcome === 'refused' || broken.includes(reason) || damaged.has(operationId)) continue
    if (envelope.n < (lastByBoot.get(envelope.bootId) ?? 0))
      oracle.violate(13, `${short(operationId)} (${envelope.type}) came after what was pressed later on its tablet`)
    lastByBoot.set(envelope.bootId, Math.max(envelope.n, lastByBoot.get(envelope.bootId) ?? 0))
  }
}

/** What can make an honest tablet present an old ticket: a request that comes late and again, a disk that lost the newest one. */
const excuses = [
  'profile-cloned',
  'profile-restored',
  'network duplicating',
  'network reordering',
  'network stalling',
  'disk-quota',
  'disk-abort',
  'disk-dead',
]

/** 17: a profile that ran twice under one identity is a case, and no other is. */
const checkIdentity = ({ world: { oracle, cloned }, live }: Evening): void => {
  if (oracle.rollBacks > 0) return
  const isSaid = [...live.values()].some(({ row }) => row?.kind === 'case' && row.caseKind === 'two-tablets-one-identity')
  if (isSaid && !excuses.some((kind) => oracle.faults.has(kind))) oracle.violate(17, 'one tablet was taken for two')
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

/** 23: a clock that runs ahead is doubted, and nothing else comes of it. */
const checkClocks = ({ world: { oracle }, receipts, live }: Evening): void => {
  for (const { operationId, hash, outcome } of receipts) {
    const envelope = oracle.contents.get(pairOf({ operationId, hash }))?.envelope
    if (envelope === undefined || !outcome.startsWith('accepted')) continue
    const ahead = envelope.at + envelope.clockOffset - (oracle.composedAt.get(pairOf({ operationId, hash })) ?? 0)
    if (ahead < 86_400_000) continue
    const isDoubted = [...live.values()].some(
      ({ row }) => row?.kind === 'case' && row.caseKind === 'clock-doubtful' && row.cites.includes(operationId),
    )
    // Once somebody has seen to it, the case leaves with its day.
    const hasLeft = [...oracle.erased.keys()].some((key) => key.startsWith(`case\nclock-doubtful:device/${envelope.deviceId}`))
    if (!isDoubted && !hasLeft)
      oracle.violate(23, `${short(operationId)} comes from ${Math.round(ahead / 3_600_000)} hours ahead and nobody doubts it`)
  }
}

/** 25: what was erased does not come back; an order or a document only with what was heard of it since, or for a case. */
const checkErased = ({ world: { oracle }, receipts, live }: Evening): void => {
  const versionById = new Map(receipts.map(({ operationId, version }) => [operationId, version]))
  const cases = [...live.values()].flatMap(({ row }) => (row?.kind === 'case' ? [row] : []))
  for (const [key, version] of oracle.erased) {
    const isLate = (operationId: OperationId): boolean => (versionById.get(operationId) ?? 0) > version
    /** A case that something late opened or joined brings back what it cites. */
    const isCited = (operationId: OperationId): boolean => cases.some(({ cites }) => cites.includes(operationId) && cites.some(isLate))
    const row = live.get(key)?.row
    // The others follow from these, and come and go with them.
    if (row?.kind !== 'patron' && row?.kind !== 'order' && row?.kind !== 'item') continue
    const isHeardOf = row.kind !== 'patron' && row.facts.some(({ operationId }) => isLate(operationId) || isCited(operationId))
    if (!isHeardOf) oracle.violate(25, `${key.replace('\n', ' ')} came back`)
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
  const evening: Evening = { world, rows, receipts, live, events }
  const checks = [
    checkDurability,
    checkReceipts,
    checkEffects,
    checkTotality,
    checkCases,
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
  checkReplay(world, rows, events)
  await checkWords(world)
  await checkExports(
    world,
    [...live.values()].flatMap(({ row }) => (row?.kind === 'item' ? [row] : [])),
  )
  const counts = new Map<string, number>()
  for (const { row } of live.values()) if (row?.kind === 'case') counts.set(row.caseKind, (counts.get(row.caseKind) ?? 0) + 1)
  return counts
}
