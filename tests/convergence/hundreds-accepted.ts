/**
 * A tablet is lost with more on it than one operation can name; all of it comes, the manager takes it and makes a file, and later somebody
 * at another tablet decides the case that this opened. Runs in the simulator: by chance no tablet of a day ever holds so much.
 */
import { decisionsFor } from '../../src/domain/case/case-decisions.ts'
import { countCited, whatIsSeen } from '../../src/domain/case/seen-cites.ts'
import { toItemBarcode } from '../../src/domain/ids.ts'
import { toInstant } from '../../src/domain/instant.ts'
import { formatSubject } from '../../src/domain/operation/subject.ts'
import { acceptApart } from '../../src/endpoint/authority/apart.ts'
import { setTabletAside } from '../../src/endpoint/authority/set-tablet-aside.ts'
import { composeEntry } from '../../src/tablet/outbox/compose-entry.ts'
import type { NewOutboxEntry } from '../../src/tablet/storage/tablet-storage.ts'
import { type Act, minuteMs } from './act.ts'
import type { Chance } from './chance.ts'
import type { LivingWorld } from './create-world.ts'
import { takeFile } from './exports.ts'
import { authorAt } from './odd-entries.ts'
import { killTabs } from './people.ts'
import { momentOf } from './presses.ts'
import type { SimulatedTab } from './simulated-tablet.ts'
import { librarians, libraryId } from './small-library.ts'

/** More than a list of the protocol holds (500), and than fit into the bytes of one envelope (some 450). */
const fewest = 501

/** As many documents scanned back, each once: none of them is of the small library, and nobody else meets one. */
const scanMany = async (tab: SimulatedTab, chance: Chance, now: number, count: number): Promise<readonly NewOutboxEntry[]> => {
  const author = authorAt(tab, chance, now)
  if (author === undefined) return []
  const { state } = tab.desk.snapshot
  const happened = momentOf(tab.desk)
  const entries: NewOutboxEntry[] = []
  for (let n = 1; n <= count; n++) {
    const back = {
      kind: 'return-item',
      happened,
      barcode: toItemBarcode(`39${String(n).padStart(12, '0')}`),
      recordId: undefined,
      documentType: 'livre',
      quarantineUntil: undefined,
      bin: undefined,
    } as const
    const composed = await composeEntry(state, back, chance.hex(16), { ...author, n })
    if (composed.ok) entries.push(composed.value.entry)
  }
  return entries
}

/** Between two looks at whether it has come so far, and how often somebody looks. */
const lookMs = 20_000
const mostLooks = 60

export const hundredsAccepted =
  (world: LivingWorld): Act =>
  async (tablet, chance) => {
    const { endpoint, oracle, people, tablets, time, underWay, upkeep } = world
    const { disk, link } = tablet
    const other = chance.pick(tablets.filter((one) => one !== tablet && one.disk.image.lost === undefined))
    const tab = people.workingTab(tablet, chance)
    const deviceId = disk.image.identity?.deviceId
    const startEndpoint = (): void => {
      if (endpoint.store === undefined) upkeep.startEndpoint()
    }
    if (other === undefined || tab === undefined || deviceId === undefined || disk.image.lost !== undefined) return false
    startEndpoint()
    const entries = await scanMany(tab, chance, time.now + tablet.skewMs, fewest + chance.below(20))
    for (const entry of entries) oracle.compose(tablet.name, entry).isSaved = true
    killTabs(tablet)
    const { lastSeq, outbox } = disk.image
    const left = entries.map((entry, i) => ({ ...entry, seq: lastSeq + 1 + i }))
    disk.image = { ...disk.image, outbox: [...outbox, ...left], lastSeq: lastSeq + left.length }
    disk.durable = disk.image
    // Behind the manager's passphrase, which nobody has here; so is the word that takes what it brought.
    const word = { librarianId: librarians[0].id, reason: 'perdue', at: toInstant(time.now) }
    const isAside = await endpoint.store?.transact(libraryId, (transaction) => setTabletAside(transaction, deviceId, word))
    if (isAside) oracle.fault('tablet-set-aside')
    people.reopen(tablet, chance.between(300, 5000))

    /** Looks now and then whether it is so, and goes on once it is. */
    const onceSo = (isSo: () => boolean, goOn: () => void, looks = mostLooks): void => {
      if (looks > 0) time.after(lookMs, () => (isSo() ? goOn() : onceSo(isSo, goOn, looks - 1)))
    }
    const subject = formatSubject({ kind: 'device', deviceId })
    const decide = (): boolean => {
      const at = people.workingTab(other, chance)
      at?.wake()
      if (at === undefined) return false
      const { state } = at.desk.snapshot
      const found = [...state.all('case')].find(
        (one) => one.caseKind === 'loss-suspected' && one.subject === subject && countCited(one) >= fewest,
      )
      // Somebody else may have decided it.
      if (found === undefined || found.settlement !== undefined) return found !== undefined
      const [decision] = decisionsFor(state, found)
      if (decision === undefined) return false
      return people.press(at, { kind: 'settle-case', caseId: found.id, ...whatIsSeen(found), decision, note: '' })
    }
    const accept = (): void => {
      const { store } = endpoint
      if (store === undefined) return
      underWay.count++
      acceptApart(store, libraryId, { deviceId, operations: undefined }, toInstant(time.now), () => undefined)
        .then(({ accepted }) => oracle.note(`the manager takes ${accepted} of what ${tablet.name} brought`))
        // Before anybody has decided the case: nothing of it goes out.
        .then(() => takeFile(world, store, false))
        .catch((error) => oracle.note(`the manager took not all: ${error}`))
        .finally(() => underWay.count--)
      time.after(chance.between(1, 6) * minuteMs, () => onceSo(decide, () => oracle.fault('hundreds-accepted')))
    }
    const hasBrought = (): boolean => {
      startEndpoint()
      people.liveTab(tablet, chance)?.wake()
      return disk.image.outbox.length === 0 && endpoint.store !== undefined
    }
    link.mode = 'good'
    onceSo(hasBrought, accept)
    return false
  }
