/**
 * A year of files, one each night, as an ILS drops them and as a night spoils them: what the library holds is what the ILS ever said, and
 * nothing leaves it that did not leave the ILS. Through the same function as `npm run import`, on a real base. Runs in vitest.
 */
import iconv from 'iconv-lite'
import { expect, it } from 'vitest'
import type { Instant } from '../../src/domain/instant.ts'
import { createChance } from '../convergence/chance.ts'
import { importTrial, library, now } from './import-trial.ts'
import { coded, iso2709 } from './marc-file.ts'

const trial = importTrial()
const nights = 365
const msPerNight = 86_400_000

interface Copy {
  readonly barcode: string
  readonly record: string
  readonly title: string
}
const first = 40
const copyOf = (n: number): Copy => ({ barcode: `0333310${String(1000 + n)}`, record: `0${700_000 + n}`, title: `Été n° ${n}, à Noël` })
const cardOf = (n: number): string => `0233330${String(1000 + n)}`

const head = 'code-barres;notice;titre;cote'
const tableOf = (copies: readonly Copy[]): string =>
  `${[head, ...copies.map(({ barcode, record, title }) => `${barcode};${record};"${title}";R ABC`)].join('\r\n')}\r\n`
const patronsOf = (cards: readonly string[]): string =>
  `${['carte;nom;prénom', ...cards.map((card) => `${card};NOM;Prénom`)].join('\r\n')}\r\n`

/** What a night may do to a file of rows; each is true of the same list, or must take nothing away. */
const spoil: Readonly<Record<string, (text: string) => string | Uint8Array>> = {
  whole: (text) => text,
  'MS-DOS': (text) => iconv.encode(text, 'cp850'),
  UTF16: (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
  backwards: (text) => [text.split('\r\n')[0], ...text.trim().split('\r\n').slice(1).reverse(), ''].join('\r\n'),
  'encoded twice': (text) => iconv.decode(Buffer.from(text), 'win1252'),
  'cut in a row': (text) => text.slice(0, Math.floor(text.length * 0.8)).replace(/;[^;]*$/, ''),
  'cut in its last row': (text) => text.trimEnd().replace(/;[^;]*$/, ''),
  'zeros eaten': (text) => text.replace(/(^|;)0+(?=\d)/gm, '$1'),
  'decimals added': (text) => text.replace(/^(\d+)/gm, '$1,00'),
  'all rounded': (text) => text.replace(/^0?(\d)(\d{4})\d+/gm, '$1,$2E+09'),
  'one rounded': (text) => text.replace(/\r\n0(\d)(\d{4})\d+;/, '\r\n$1,$2E+09;'),
  'one row shifted': (text) => text.replace(/\r\n(\d+);/, '\r\n;$1;'),
  'a third of it': (text) => text.split('\r\n').slice(0, 15).join('\r\n'),
  'a header alone': () => `${head}\r\n`,
  nothing: () => '',
  'a login page': () => '<!DOCTYPE html><html><head><title>Connexion</title></head><body><form></form></body></html>',
}
const kinds = Object.keys(spoil)

it('[IMP-4, IMP-12] takes nothing away in a year of nights that the ILS did not take away, whatever they do to its files', async () => {
  const chance = createChance('a year of nights')
  const random = (below: number): number => chance.below(below)
  let copies = Array.from({ length: first }, (_, n) => copyOf(n))
  let cards = Array.from({ length: first }, (_, n) => cardOf(n))
  let next = first
  const ever = new Set(copies.map(({ barcode }) => barcode))
  const left = new Set<string>()
  const known = () =>
    trial.store.read(library, async (reader) => [
      [...(await reader.catalogue())].map((entry): string => entry.barcode),
      (await reader.rowsOf('patron')).map(({ id }): string => id),
    ])
  let lastNight: ReadonlySet<string> = new Set()
  const seen = new Map<string, number>()
  for (let night = 0; night < nights; night++) {
    for (let n = random(3); n > 0; n--, next++) {
      copies.push(copyOf(next))
      cards.push(cardOf(next))
      ever.add(copyOf(next).barcode)
    }
    if (copies.length > first && random(2) === 0) {
      const gone = copies[random(copies.length)]
      copies = copies.filter((copy) => copy !== gone)
      if (gone !== undefined) left.add(gone.barcode)
      const card = cards[random(cards.length)]
      cards = cards.filter((one) => one !== card)
      left.add(card ?? '')
    }
    const kind = night === 0 || random(3) === 0 ? 'whole' : (kinds[random(kinds.length)] ?? 'whole')
    seen.set(kind, (seen.get(kind) ?? 0) + 1)
    const at = (now + night * msPerNight) as Instant
    const isMarc = kind === 'whole' && night > 0 && random(4) === 0
    const marc = () =>
      Buffer.concat(
        copies.map(({ barcode, record, title }) =>
          iso2709([`001 ${record}`, coded('50  '), `200 1 $a${title}`, `995   $f${barcode}$kR ABC`]),
        ),
      )
    const bend = spoil[kind] ?? ((text: string) => text)
    const catalogue = trial.put('catalogue.txt', isMarc ? marc() : bend(tableOf(copies)), at)
    // Both in one command, as most nights have it: where one file is refused, neither is taken.
    await trial.run('--catalogue', catalogue, '--patrons', trial.put('usagers.txt', bend(patronsOf(cards)), at))
    const [barcodes = [], patrons = []] = await known()
    // Everything is there that was there the night before and did not leave; nothing is there that the ILS never named.
    const told = `${kind}, night ${night}: ${trial.said}`
    const isThere = new Set([...barcodes, ...patrons])
    const lost = [...lastNight].filter((number) => !isThere.has(number) && !left.has(number))
    expect(lost, told).toEqual([])
    expect(
      barcodes.filter((barcode) => !ever.has(barcode)),
      told,
    ).toEqual([])
    expect(
      patrons.filter((card) => !/^0233330\d{4}$/.test(card)),
      told,
    ).toEqual([])
    lastNight = isThere
    if (kind === 'whole') {
      expect(barcodes.toSorted(), told).toEqual(copies.map(({ barcode }) => barcode).toSorted())
      expect(patrons.toSorted(), told).toEqual(cards.toSorted())
    }
  }
  expect([...seen.keys()].toSorted()).toEqual(kinds.toSorted())
})
