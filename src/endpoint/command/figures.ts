/**
 * `npm run figures -- --from D --to D --format csv [--table T] [--lang fr|en] [--out F] [--library SLUG]`: the figures of some days, the same
 * as on the screen, whether the endpoint runs or not (STAT-3). Runs beside the endpoint, and reads only.
 * Exit codes: 0 done; 1 no such library, several and none named, or no such table; 2 not understood.
 */
import { parseArgs } from 'node:util'
import { writeCsv } from '../../domain/figures/write-csv.ts'
import { toInstant } from '../../domain/instant.ts'
import { figuresWords } from '../../locale/en/figures.ts'
import { placeFile } from '../connectors/file/place-file.ts'
import { readDays, readFigures } from '../figures/read-figures.ts'
import { aText } from '../storage/command-ports.ts'
import { onLibrary } from './on-library.ts'

const usage =
  'npm run figures -- --from 2026-01-01 --to 2026-12-31 --format csv [--table months] [--lang fr|en] [--out FILE] [--library SLUG]'

process.exitCode = await onLibrary({
  usage,
  read: () => {
    const options = { from: aText, to: aText, format: aText, table: aText, lang: aText, out: aText, library: aText }
    const { from, to, format = 'csv', table, lang = 'fr', out, library } = parseArgs({ options }).values
    const days = readDays(from, to)
    return days === undefined || format !== 'csv' || !['fr', 'en'].includes(lang) ? undefined : { days, table, lang, out, library }
  },
  act: async (store, library, { days, table, lang, out }) => {
    const { tables } = await store.read(library.id, (reader) => readFigures(reader, days, toInstant(Date.now())))
    const wanted = tables.filter(({ name }) => table === undefined || name === table)
    if (wanted.length === 0) {
      console.error(`Pas de tableau ${table}. · No table ${table}. ${tables.map(({ name }) => name).join(', ')}`)
      return 1
    }
    const csv = writeCsv(wanted, figuresWords[lang === 'en' ? 'en' : 'fr'].csv)
    if (out === undefined) process.stdout.write(csv)
    else await placeFile(out, Buffer.from(csv), 'force')
    return 0
  },
})
