/**
 * Telling a card, a document, a label and a publisher's code apart (HO-1), and one scan from a barcode held in sight (HO-8).
 * Pure rules on text, by the patterns of the builders' library and by looser ones seen elsewhere.
 * A wrong reading is worse than none, so what is refused is tested as much as what is recognised.
 */
import { describe, expect, it } from 'vitest'
import { toInstant } from '../../../src/domain/instant.ts'
import { judgeText } from '../../../src/domain/scan/judge-text.ts'
import { noteSighting, type Sighting } from '../../../src/domain/scan/note-sighting.ts'
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
    expect(judgeText(aSettings(), 'b17')).toEqual({ kind: 'order', number: 'B-017' })
  })

  it('[HO-1] the stars of Code 39 and the letters A to D of Codabar around a number are not part of it', () => {
    expect(judgeText(aSettings(), '*33331002568673*')).toEqual({ kind: 'item', barcode: '33331002568673' })
    expect(judgeText(aSettings(), 'A33331002568673B')).toEqual({ kind: 'item', barcode: '33331002568673' })
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

  it('[HO-1] what could be a card and a document both is asked, not guessed', () => {
    const both = aSettings({ cardRule: { pattern: '^\\d{6}$', check: 'none' }, itemRule: { pattern: '^\\d{6}$', check: 'none' } })
    expect(judgeText(both, '123456')).toEqual({ kind: 'unrecognised', text: '123456' })
  })

  it('[HO-1] a pattern is matched whole, never inside a longer number', () => {
    const unanchored = aSettings({ itemRule: { pattern: '\\d{6}', check: 'none' } })
    expect(judgeText(unanchored, '1234567').kind).toBe('unrecognised')
  })

  it('[HO-1] nothing readable is not recognised', () => {
    expect(judgeText(aSettings(), '  ')).toEqual({ kind: 'unrecognised', text: '' })
  })
})

describe('holding a barcode before the camera', () => {
  const seen = (...sightings: readonly (readonly [string, number])[]) => {
    let held: Sighting | undefined
    return sightings.map(([text, at]) => {
      const noted = noteSighting(held, text, toInstant(at))
      held = noted.held
      return noted.isNew
    })
  }

  it('[HO-8] it is one scan as long as it stays in sight, however long that is', () => {
    expect(seen(['a', 0], ['a', 700], ['a', 1400], ['a', 2100], ['a', 2800])).toEqual([true, false, false, false, false])
  })

  it('[HO-8] out of sight for a second and a half, it is scanned anew', () => {
    expect(seen(['a', 0], ['a', 1499], ['a', 2999])).toEqual([true, false, true])
  })

  it('[HO-8] another barcode is another scan at once', () => {
    expect(seen(['a', 0], ['b', 100], ['a', 200])).toEqual([true, true, true])
  })
})
