/**
 * `npm run passphrase -- LIBRARIAN [--library SLUG]`: prints a code with which a manager chooses a passphrase on a tablet, once, for an hour
 * (PRIV-5). Runs beside the endpoint or without it. For the first one, and where the only manager forgot it. Without a name it lists them.
 * Exit codes: 0 done; 1 no such library, several and none named, no such manager; 2 not understood.
 */
import { parseArgs } from 'node:util'
import { foldText } from '../../domain/fold-text.ts'
import { toInstant } from '../../domain/instant.ts'
import { offerPassphraseCode } from '../enrolment/manager-passphrase.ts'
import { formatPassphraseOffer } from '../welcome.ts'
import { onLibrary } from './on-library.ts'

const usage = 'npm run passphrase -- LIBRARIAN [--library SLUG]'

process.exitCode = await onLibrary({
  usage,
  read: () => {
    const { values, positionals } = parseArgs({ options: { library: { type: 'string' } }, allowPositionals: true })
    return { who: foldText(positionals.join(' ')), library: values.library }
  },
  act: async (store, library, { who }, { zone }) => {
    const managers = (await store.read(library.id, async (reader) => reader.rowsOf('librarian'))).filter(({ isManager }) => isManager)
    const [manager, another] = managers.filter(({ id, name }) => [foldText(id), foldText(name)].includes(who))
    if (manager === undefined || another !== undefined) {
      for (const { id, name } of managers) console.error(`  ${id}  ${name}`)
      console.error(who === '' ? usage : 'Pas de responsable de ce nom. · No manager of that name.')
      return who === '' ? 2 : 1
    }
    const offered = await offerPassphraseCode(store, library.id, manager.id, toInstant(Date.now()))
    console.log(formatPassphraseOffer(manager.name, offered, zone))
    return 0
  },
})
