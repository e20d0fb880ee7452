/**
 * `npm run set-aside -- --tablet LETTER --reason "why" [--library SLUG]`: a lost tablet is served nothing from now on (PRIV-2). Runs beside the
 * endpoint or without it. For the day when no manager can sign in, or no tablet is at hand. Without a letter it lists the tablets.
 * Exit codes: 0 done; 1 no such library, several and none named, no such tablet; 2 not understood.
 */
import { parseArgs } from 'node:util'
import { toLibrarianId } from '../../domain/ids.ts'
import { toInstant } from '../../domain/instant.ts'
import { textLengths } from '../../domain/text-lengths.ts'
import { setTabletAside } from '../authority/set-tablet-aside.ts'
import { aText } from '../storage/command-ports.ts'
import { onLibrary } from './on-library.ts'

const usage = 'npm run set-aside -- --tablet LETTER --reason "why" [--library SLUG]'
/** Who said it, where no librarian did: it stands in the tablet's row. */
const author = toLibrarianId('npm run set-aside')

process.exitCode = await onLibrary({
  usage,
  read: () => {
    const { tablet, reason, library } = parseArgs({ options: { tablet: aText, reason: aText, library: aText } }).values
    return { letter: tablet?.trim().toUpperCase(), reason: reason?.trim().slice(0, textLengths.reason) ?? '', library }
  },
  act: async (store, library, { letter, reason }) => {
    const devices = await store.read(library.id, (reading) => reading.devices())
    const device = devices.find((one) => one.letter === letter)
    if (device === undefined || reason === '') {
      for (const { letter: known, name, setAsideAt } of devices)
        console.error(`  ${known}  ${name}${setAsideAt === undefined ? '' : '  (retirée du service · out of service)'}`)
      console.error(letter !== undefined && device === undefined ? `Pas de tablette ${letter} ici. · No tablet ${letter} here.` : usage)
      return letter !== undefined && device === undefined ? 1 : 2
    }
    const word = { librarianId: author, reason, at: toInstant(Date.now()) }
    await store.transact(library.id, (transaction) => setTabletAside(transaction, device.id, word))
    console.log(`Tablette ${device.letter} retirée du service. · Tablet ${device.letter} is out of service.`)
    return 0
  },
})
