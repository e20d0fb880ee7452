/**
 * Files that are nearly what they claim, a sentence each: two rows of headers, a login page, a NUL, a folder, UTF-16 without its mark, Excel's
 * days; and a settings file that says less than the library knows. By the whole command.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { cards, catalogueText, importTrial, patronsText } from './import-trial.ts'
import { catalogue, codes } from './read-text.ts'

const trial = importTrial()
const { put, rowsOf, run } = trial
const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ')

describe('a file that is nearly what it claims', () => {
  it('two rows of headers: the second is read as such, and the report says so', () => {
    const { rows, notes, rejected } = catalogue(`Exemplaire;Notice;\n"code-barres";titre;cote\n${codes[0]};Nana;R ZOL\n;Sans code;R\n`)
    expect(rows[0]).toMatchObject({ barcode: codes[0], title: 'Nana', callNumber: 'R ZOL' })
    expect(notes).toContainEqual({ kind: 'header-below', line: 2 })
    expect(rejected[0]?.line).toBe(4)
  })

  it('a login page is called one, by its title', async () => {
    const page = '\n<!DOCTYPE html>\n<html lang="fr"><head><title>Portail : connexion</title></head><body>a;b</body></html>'
    expect(await run('--patrons', put('usagers.csv', page))).toBe(2)
    expect(plain(trial.complained)).toContain('ceci est une page web (« Portail : connexion »), pas un export')
  })

  it('one NUL is read as a blank, and its line is told', () => {
    const { rows, notes } = catalogue(`code-barres;titre\n${codes[0]};Na\u0000na\n${codes[1]};Dune\n`)
    expect(rows.map(({ title }) => title)).toEqual(['Na na', 'Dune'])
    expect(notes).toContainEqual({ kind: 'nul-signs', count: 1, line: 2 })
  })

  it('UTF-16 without its mark is read, whichever half comes first', () => {
    const bytes = Buffer.from(`code-barres;titre\n${codes[0]};L’été à Noël\n`, 'utf16le')
    for (const content of [bytes, Buffer.from(bytes).swap16()]) expect(catalogue(content).rows[0]?.title).toBe('L’été à Noël')
  })

  it('a folder is called one, and a day that Excel counted is named', async () => {
    mkdirSync(join(trial.folder, 'lecteurs'))
    expect(await run('--patrons', join(trial.folder, 'lecteurs'))).toBe(2)
    expect(trial.complained).toContain('ceci est un dossier')
    const list = ['carte;nom;expiration', `${cards[0]};NOM;46752`, `${cards[1]};NOM;31/12/2027`].join('\n')
    expect(await run('--patrons', put('usagers.csv', list))).toBe(0)
    expect(plain(trial.said)).toContain(
      '« expiration » illisible : 46752 (un jour compté par Excel : donnez à la colonne un format de date)',
    )
  })
})

describe('a settings file that says less than the library knows', () => {
  const sites = [{ id: 'main', name: 'Salins' }]
  const openingRanges = [{ weekday: 3, from: '10:00', to: '12:00' }]
  it('keeps its name and its zone, and the report says what the file changes', async () => {
    const first = { libraryName: 'Le Lamentin', zone: 'America/Martinique', sites, openingRanges }
    await run('--settings', put('first.json', JSON.stringify(first)))
    expect(await run('--settings', put('next.json', JSON.stringify({ sites, openingRanges, horizonDays: 9 })))).toBe(0)
    expect((await rowsOf('settings'))[0]).toMatchObject({ libraryName: 'Le Lamentin', zone: 'America/Martinique', horizonDays: 9 })
    expect(plain(trial.said)).toMatch(/horizonDays : \d+ → 9/)
    expect(trial.said).not.toContain('zone')
  })

  it('times of a report are on the library’s clock', async () => {
    await run('--settings', put('first.json', JSON.stringify({ libraryName: 'L', zone: 'America/Martinique', sites, openingRanges })))
    await run('--catalogue', put('catalogue.csv', catalogueText('Un')), '--patrons', put('usagers.csv', patronsText()))
    expect(trial.said).toContain('droits à jour au 25/11/2026 04:00')
    await run('--patrons', put('usagers.csv', patronsText(3), Date.parse('2026-11-24T23:30:00Z')))
    expect(trial.said).toContain('ce fichier est plus ancien que le dernier importé (25/11/2026 04:00)')
  })
})
