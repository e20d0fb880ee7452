/**
 * What a cell says in a way of its own, by the whole command: several barcodes of an order, a document that nobody knows, a word of a block.
 */
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { barcodes, cards, catalogueText, importTrial, patronsText } from './import-trial.ts'

const trial = importTrial()
const { orderOf, put, rowsOf, run } = trial

describe('a cell in words or with several numbers', () => {
  it('[IMP-7] an unknown word of a block is told with how to say that it blocks; the command says it, or the map of each night', async () => {
    const list = put('patrons.csv', ['carte;nom;blocage', `${cards[0]};NOM;non rendu`, `${cards[1]};AUTRE;`].join('\n'))
    const blocked = async () => (await rowsOf('patron')).map((patron) => patron.blocked)
    expect(await run('--patrons', list)).toBe(0)
    expect(trial.said).toMatch(
      /1\smot inconnu ne bloque personne \(«\snon rendu\s» ligne 2\)\. Un mot qui doit bloquer se dit par --blocks "non rendu"/,
    )
    expect(await blocked()).toEqual([undefined, undefined])
    expect(await run('--patrons', list, '--blocks', 'Non rendu', '--lang', 'en')).toBe(0)
    expect(trial.said).not.toContain('unknown word')
    expect(await blocked()).toEqual(['non rendu', undefined])
    expect(await run('--patrons', list)).toBe(0)
    expect(await run('--patrons', list, '--map', put('map.json', '{ "blocks": ["non rendu"] }'))).toBe(0)
    expect(await blocked()).toEqual(['non rendu', undefined])
  })

  it('[IMP-11] two barcodes in a cell are two documents, a number with and without its zero is one, and an unknown one does not hide the other', async () => {
    const head = 'order,card,slot_date,slot_time,record,barcode,title'
    const order = (n: number, cell: string, title = '') => `A${n},${cards[0]},2026-11-25,14:30,,"${cell}",${title}`
    const lines = [
      order(1, `${barcodes[0]}, ${barcodes[1]}`),
      order(2, `0${barcodes[2]}, ${barcodes[2]}`),
      order(3, `${barcodes[3]} / 33331000009999`),
      order(4, '33331000009999', 'Un roman de la rentrée'),
      order(5, '33331000009999'),
    ]
    const catalogue = put('catalogue.csv', catalogueText('Un', 'Deux', 'Trois', 'Quatre'))
    await run('--catalogue', catalogue, '--patrons', put('patrons.csv', patronsText()))
    expect(await run('--orders', put('orders.csv', [head, ...lines].join('\n')))).toBe(0)
    const wanted = async (number: string) =>
      (await orderOf(number)).lines.map((line) =>
        line.wanted.kind === 'item' ? line.wanted.barcode : line.wanted.kind === 'wish' ? line.wanted.text : '',
      )
    expect(await wanted('A1')).toEqual([barcodes[0], barcodes[1]])
    expect(await wanted('A2')).toEqual([barcodes[2]])
    expect(await wanted('A3')).toEqual([barcodes[3]])
    expect(await wanted('A4')).toEqual(['Un roman de la rentrée'])
    expect((await rowsOf('order')).some(({ ilsNumber }) => ilsNumber === 'A5')).toBe(false)
    expect(trial.said).toContain('2 lignes (4, 6)\u00a0: ni la notice (vide) ni le code-barres 33331000009999 ne sont au catalogue')
    expect(trial.said).toContain('1\u00a0ligne demande un document inconnu\u00a0: son titre est pris comme souhait (ligne 5)')
    expect(trial.said).toMatch(/1\sligne avec plusieurs numéros de «\scode-barres\s» dans une case, chacun est un document/)
    const head2 = await trial.head()
    expect(await run('--orders', join(trial.folder, 'orders.csv'))).toBe(0)
    expect(await trial.head()).toBe(head2)
  })
})
