/**
 * The invariants of the protocol that a change of a screen can break, each under its number (PROTOCOL.md). Runs in the simulator.
 * A screen contains what this tablet did, whole, and takes nothing back by itself.
 */
import { untrueOf } from '../../src/domain/case/decided.ts'
import type { OperationId } from '../../src/domain/ids.ts'
import type { Item, ItemFact } from '../../src/domain/item/item.ts'
import { storyOf } from '../../src/domain/item/story.ts'
import type { DeskReader } from '../../src/domain/row/desk-state.ts'
import { checkHeldBack } from './held-back-invariant.ts'
import { pairOf } from './oracle.ts'
import { isStanding, placesOf, rowOf, short } from './places.ts'
import type { SimulatedTab } from './simulated-tablet.ts'
import type { World } from './simulated-world.ts'

interface Seen {
  revision: number
  readonly items: Map<string, Item>
}
const seenByTab = new WeakMap<SimulatedTab, Seen>()

/** True for what lets a document leave *remis*: a return, an undo that names the handover, a settled case. */
const mayClose = (item: Item, handover: OperationId): boolean =>
  untrueOf(item.decided, item.id).has(handover) ||
  item.facts.some((fact: ItemFact) => fact.what === 'returned' || (fact.what === 'handover-undone' && fact.handover === handover))

/** Its order was pressed where the disk was full, and found its place behind it: shown once the order is here from the endpoint. */
const isBeforeItsOrder = (
  { contents }: World['oracle'],
  outbox: readonly (typeof entry)[],
  entry: { readonly seq: number; readonly operationId: OperationId; readonly hash: string },
): boolean => {
  const payloadOf = (one: typeof entry) => contents.get(pairOf(one))?.envelope?.payload
  const fact = payloadOf(entry)
  return outbox.some((one) => {
    const payload = one.seq > entry.seq ? payloadOf(one) : undefined
    return payload?.kind === 'place-order' && fact !== undefined && 'orderId' in fact && fact.orderId === payload.orderId
  })
}

/** 6, 7, 12, 14, 19: what a screen shows contains what this tablet did, whole, and takes nothing back by itself. */
export const checkView = (world: World, tab: SimulatedTab): void => {
  const { oracle } = world
  const { snapshot } = tab.desk
  const seen: Seen = seenByTab.get(tab) ?? { revision: -1, items: new Map() }
  seenByTab.set(tab, seen)
  // The screen shows nothing yet while the disk is being read.
  if (snapshot.revision === seen.revision || snapshot.phase.kind === 'starting') return
  seen.revision = snapshot.revision
  checkHeldBack(world, tab)
  const { state } = snapshot
  const { name, disk } = tab.tablet
  const isReady = snapshot.phase.kind === 'signed-in'
  const reached = disk.image.mark?.version ?? -1
  // A change of history gives back what was received, at once on the disk and here once this tab has read it.
  const isToRead = disk.image.mark === undefined && snapshot.baseAt !== undefined
  const unreached = [...disk.image.outcomes.values()].filter(({ version, outcome }) => version > reached && outcome.startsWith('accepted'))
  for (const entry of isReady ? [...disk.image.outbox, ...unreached] : []) {
    const known = oracle.contents.get(pairOf(entry))
    // What another tab did shows here once this one has read the disk, which it cannot while that is dead; the evening looks at that.
    if (
      known === undefined ||
      !known.isSaved ||
      !known.isFact ||
      known.isNewer ||
      (isToRead && known.outcome !== undefined) ||
      ((tab.tablet.tabs.length > 1 || disk.fault === 'dead') && known.envelope?.bootId !== tab.bootId) ||
      isBeforeItsOrder(oracle, disk.image.outbox, entry)
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
    const open = new Set(storyOf(item).runs.map((fact) => fact.operationId))
    for (const { operationId } of storyOf(before).runs) {
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
