/**
 * Telling a card, a document, a label and a publisher's code apart (HO-1).
 * Pure rules on text, by the patterns of the builders' library and by looser ones seen elsewhere.
 * A wrong reading is worse than none, so what is refused is tested as much as what is recognised.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { framesWanted, judgeText, stripGunAffixes } from '../../../src/domain/scan/judge-text.ts'
import type { Symbology } from '../../../src/domain/scan/symbology.ts'
import { aSettings } from '../../builders/a-settings.ts'

const loose = aSettings({ itemRule: { pattern: '^\\d{6,13}$', check: 'none' }, cardRule: { pattern: '^U?\\d{5}$', check: 'none' } })

describe('recognising what was read', () => {
  it('[HO-1] a card and a document are told apart by the rules of the library', () => {
    expect(judgeText(aSettings(), '23333000000172')).toEqual({ kind: 'card', card: '23333000000172' })
    expect(judgeText(aSettings(), ' 33331002568673 ')).toEqual({ kind: 'item', barcode: '33331002568673' })
  })

  it('[HO-1] a number whose check digit is wrong is not recognised', () => {
    expect(judgeText(aSettings(), '33331002568674').kind).toBe('unrecognised')
    expect(judgeText(aSettings(), '23333000000173').kind).toBe('unrecognised')
  })

  it('[HO-1] the label of an order is recognised, printed or typed', () => {
    expect(judgeText(aSettings(), 'B-017')).toEqual({ kind: 'order', number: 'B-017' })
    expect(judgeText(aSettings(), 'b17')).toEqual({ kind: 'order', number: 'B-017', spellings: ['b17', 'B-017'] })
  })

  it('[HO-1] the stars of Code 39 and the letters A to D of Codabar around a number are not part of it', () => {
    expect(judgeText(aSettings(), '*33331002568673*')).toEqual({ kind: 'item', barcode: '33331002568673' })
    expect(judgeText(aSettings(), 'A33331002568673B')).toEqual({
      kind: 'item',
      barcode: '33331002568673',
      spellings: ['A33331002568673B', '33331002568673'],
    })
    expect(judgeText(aSettings(), 'a23333000000172d').kind).toBe('card')
    expect(judgeText(aSettings(), '*B-017*')).toEqual({ kind: 'order', number: 'B-017' })
  })

  it('[HO-1] a letter that belongs to the number stays', () => {
    const settings = aSettings({ itemRule: { pattern: '^C\\d{10}$', check: 'none' } })
    expect(judgeText(settings, 'C0001605390')).toEqual({ kind: 'item', barcode: 'C0001605390' })
  })

  it('[HO-1] leading zeros stay', () => {
    expect(judgeText(loose, '00012345')).toEqual({ kind: 'item', barcode: '00012345' })
  })

  it('[HO-1] the code of the publisher is answered as an ISBN, even where a document could look like that', () => {
    expect(judgeText(aSettings(), '9782070409228')).toEqual({ kind: 'isbn', text: '9782070409228' })
    expect(judgeText(loose, '9782070409228').kind).toBe('isbn')
    expect(judgeText(aSettings(), '9782070409229').kind).toBe('unrecognised')
  })

  it('[HO-1] a number that could be a card and a document both is asked, not guessed', () => {
    const both = aSettings({ cardRule: { pattern: '^\\d{6}$', check: 'none' }, itemRule: { pattern: '^\\d{6}$', check: 'none' } })
    expect(judgeText(both, '123456')).toEqual({ kind: 'card-or-item', card: '123456', barcode: '123456' })
  })

  it('[HO-1] a pattern is matched whole, never inside a longer number', () => {
    const unanchored = aSettings({ itemRule: { pattern: '\\d{6}', check: 'none' } })
    expect(judgeText(unanchored, '1234567').kind).toBe('unrecognised')
  })

  it('[HO-1] half a letter of two code units is in no number of the library, whatever a loose rule says', () => {
    const loose = aSettings({ itemRule: { pattern: '[^x]+', check: 'none' } })
    expect(judgeText(loose, '3333-12').kind).toBe('item')
    expect(judgeText(loose, '3333\ud83d')).toEqual({ kind: 'unrecognised', text: '3333\ud83d' })
  })

  it('[HO-1] an unreadable text is not recognised', () => {
    expect(judgeText(aSettings(), '  ')).toEqual({ kind: 'unrecognised', text: '' })
  })

  it.each<readonly [what: string, read: string, symbology: Symbology | undefined, kind: string]>([
    ['Codabar, Code 39 and Code 128 are taken by default', '33331002568673', 'codabar', 'item'],
    ['Code 39', '33331002568673', 'code-39', 'item'],
    ['Code 128', '33331002568673', 'code-128', 'item'],
    ['ITF is not, unless the library says so', '33331002568673', 'itf', 'unrecognised'],
    ['an AIM identifier is noise', ']C033331002568673', undefined, 'item'],
    ['an AIM identifier tells a symbology that is not taken', ']I033331002568673', undefined, 'unrecognised'],
    ['control signs are noise', '33331002568673\u001d', undefined, 'item'],
    ['the spaces printed between groups are noise', '3 3331 00256 8673', undefined, 'item'],
    ['start and stop of Codabar, as the camera reads them', 'A33331002568673B', 'codabar', 'item'],
    ['start and stop are no noise in a Code 128', 'A33331002568673B', 'code-128', 'unrecognised'],
    ['our labels are in Code 128', 'B-017', 'code-128', 'order'],
    ['what reads like one of our labels in another code is not', 'B-017', 'code-39', 'unrecognised'],
    ['the square that a patron shows is an order', 'A-017', 'qr-code', 'order'],
    ['the same from a gun that says what it saw', ']Q1A-017', undefined, 'order'],
    ['no document is written in a square', '33331002568673', 'qr-code', 'unrecognised'],
    ['the publisher’s code', '9782070409228', 'ean-13', 'isbn'],
    ['another EAN-13 is of no use here', '5012345678900', 'ean-13', 'unrecognised'],
  ])('[HO-1] %s', (_, read, symbology, kind) => {
    expect(judgeText(aSettings(), read, symbology).kind).toBe(kind)
  })

  it('[HO-1] an ITF is taken where it is allowed with fixed lengths: a shorter reading is part of a code', () => {
    const itf = (pattern: string, lengths?: readonly number[]) =>
      aSettings({ symbologies: ['itf'], itemRule: { pattern, lengths, check: 'none' } })
    expect(judgeText(itf('^0\\d{7}$'), '00012345', 'itf').kind).toBe('item')
    expect(judgeText(itf('^0\\d+$', [8, 10]), '00012345', 'itf').kind).toBe('item')
    expect(judgeText(itf('^0\\d+$', [8, 10]), '000123', 'itf').kind).toBe('unrecognised')
    expect(judgeText(itf('^0\\d+$'), '00012345', 'itf').kind).toBe('unrecognised')
    expect(judgeText(itf('^0\\d+$'), '00012345', undefined).kind).toBe('item')
  })

  it('[HO-1] mod 43 and mod 16 are checked where the library prints them', () => {
    const mod43 = aSettings({ itemRule: { pattern: '^[A-Z]\\d{4}[0-9A-Z]$', check: 'mod-43' } })
    expect(judgeText(mod43, 'A1234K').kind).toBe('item')
    expect(judgeText(mod43, 'A1243K').kind).toBe('item') // The sum does not see two signs changing places.
    expect(judgeText(mod43, 'A1235K').kind).toBe('unrecognised')
    const mod16 = aSettings({ itemRule: { pattern: '^\\d{4}[\\d$:/.+-]$', check: 'mod-16' } })
    expect(judgeText(mod16, 'A1234$A', 'codabar').kind).toBe('unrecognised')
    expect(judgeText(mod16, 'A12346A', 'codabar').kind).toBe('item')
    expect(judgeText(mod16, 'A12345B', 'codabar').kind).toBe('item')
    expect(judgeText(mod16, '12346').kind).toBe('item')
  })

  it('[HO-1] the publisher’s code is no card either, however loose the rule of cards', () => {
    expect(judgeText(aSettings({ cardRule: { pattern: '^\\d{5,14}$', check: 'none' } }), '9782070409228').kind).toBe('isbn')
  })

  it('[HO-1] a card is never taken for a document where the rules are disjoint, whatever is read, and nothing is made up', () => {
    const settings = aSettings()
    const signs = fc.constantFrom(...'0123456789ABCD*-$ ]C')
    fc.assert(
      fc.property(fc.array(signs, { maxLength: 18 }), fc.constantFrom('2', '3', ''), (tail, head) => {
        const text = `${head}${tail.join('')}`
        const reading = judgeText(settings, text)
        const [begins, number] = reading.kind === 'card' ? ['2', reading.card] : reading.kind === 'item' ? ['3', reading.barcode] : ['', '']
        const isWhole = text.replace(/\s/g, '').includes(number)
        expect([number.startsWith(begins), isWhole, reading.kind === 'card-or-item']).toEqual([true, true, false])
      }),
      { numRuns: 2000 },
    )
  })

  it('[HO-1] one wrong digit, or two neighbours that changed places, never pass a Luhn check', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 13 }), fc.integer({ min: 1, max: 9 }), (place, change) => {
        const digits = [...'33331002568673']
        digits[place] = String((Number(digits[place]) + change) % 10)
        expect(judgeText(aSettings(), digits.join('')).kind).toBe('unrecognised')
      }),
    )
  })
})

describe('how sure a camera must be', () => {
  const unvouched = aSettings({
    cardRule: { pattern: '^\\d{6}$', check: 'none' },
    itemRule: { pattern: '^\\d{8,10}$', check: 'none' },
  })
  it.each<readonly [what: string, settings: ReturnType<typeof aSettings>, text: string, symbology: Symbology, frames: number]>([
    ['two frames where a check digit vouches for it', aSettings(), 'A33331002568673B', 'codabar', 2],
    ['three for a Codabar with neither check nor prefix', unvouched, '12345678', 'codabar', 3],
    ['three for a Code 39 with neither check nor prefix', unvouched, '123456', 'code-39', 3],
    ['two for a Code 128, which checks itself', unvouched, '123456', 'code-128', 2],
    ['two where a prefix vouches for it', aSettings({ itemRule: { pattern: '^C\\d{10}$', check: 'none' } }), 'C0001605390', 'code-39', 2],
    [
      'three where either of two prefixes may come',
      aSettings({ itemRule: { pattern: '^C\\d+|\\d+$', check: 'none' } }),
      'C1',
      'code-39',
      3,
    ],
    [
      'three where the prefix may be left out',
      aSettings({ itemRule: { pattern: '^C?\\d{10}$', check: 'none' } }),
      'C0001605390',
      'code-39',
      3,
    ],
    ['two for the publisher’s code', aSettings(), '9782070409228', 'ean-13', 2],
    [
      'four for an EAN-13 of the library: its own check digit does not tell a wrong one',
      aSettings({ symbologies: ['ean-13'], itemRule: { pattern: '^\\d{13}$', check: 'none' } }),
      '5030159003930',
      'ean-13',
      4,
    ],
    ['two for our label', aSettings(), 'B-017', 'code-128', 2],
    ['three for what no rule takes', aSettings(), '123', 'code-128', 3],
  ])('[HO-1] %s', (_, settings, text, symbology, frames) => {
    expect(framesWanted(settings, text, symbology)).toBe(frames)
  })
})

describe('what a gun adds', () => {
  it.each([
    ['~33331002568673#', '33331002568673'],
    ['33331002568673#', '33331002568673'],
    ['~33331002568673', '33331002568673'],
    ['33331002568673', '33331002568673'],
  ])('[HO-1] %s is read as %s where it is set to send ~ before and # after', (text, expected) => {
    expect(stripGunAffixes(aSettings({ gunPrefix: '~', gunSuffix: '#' }), text)).toBe(expected)
  })
  it('[HO-1] a gun that is set to send nothing is heard as it is', () => {
    expect(stripGunAffixes(aSettings(), '~1#')).toBe('~1#')
    expect(stripGunAffixes(undefined, '~1#')).toBe('~1#')
  })
})
