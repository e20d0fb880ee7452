/**
 * `npm run passphrase -- LIBRARIAN [--library SLUG]`: prints a code with which a manager chooses a passphrase on a tablet, once, for an hour
 * (PRIV-5). Runs beside the endpoint or without it. For the first one, and where the only manager forgot it. Without a name it lists them.
 * Exit codes: 0 done; 1 no such library, several and none named, no such manager; 2 not understood.
 */
import { parseArgs } from 'node:util'
import { foldText } from '../../domain/fold-text.ts'
import { toInstant } from '../../domain/instant.ts'
import { requireConfiguration } from '../configuration.ts'
import { offerPassphraseCode } from '../enrolment/manager-passphrase.ts'
import { chooseLibrary, sayChoice } from '../storage/choose-library.ts'
import { requireStore } from '../storage/open-store.ts'
import type { Store } from '../storage/store.ts'
import { formatPassphraseOffer } from '../welcome.ts'

const usage = 'npm run passphrase -- LIBRARIAN [--library SLUG]'

const readWish = () => {
  try {
    const { values, positionals } = parseArgs({ options: { library: { type: 'string' } }, allowPositionals: true })
    return { who: foldText(positionals.join(' ')), library: values.library }
  } catch {
    return undefined
  }
}

const offer = async (store: Store, { who, library: named }: NonNullable<ReturnType<typeof readWish>>, zone: string): Promise<number> => {
  const choice = chooseLibrary(await store.libraries(), named)
  if (choice.kind !== 'one') {
    console.error(sayChoice(choice))
    return 1
  }
  const { library } = choice
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
}

const wish = readWish()
const { dataDir, databaseUrl, zone } = requireConfiguration(process.env, [])
if (wish === undefined) {
  console.error(usage)
  process.exitCode = 2
} else {
  const store = await requireStore({ dataDir, databaseUrl })
  try {
    process.exitCode = await offer(store, wish, zone)
  } finally {
    await store.close()
  }
}
