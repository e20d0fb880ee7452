/**
 * Retours, when a label cannot be read: the document is found by its title, and its copy is chosen (RET-5). Runs in the browser.
 * Nothing is returned by Enter: two editions look alike, and a person presses the copy in hand.
 */
import { useEffect } from 'preact/hooks'
import type { ItemBarcode } from '../../../domain/ids.ts'
import type { BibliographicRecord } from '../../../domain/item/record.ts'
import { tellApart, titleToldApart } from '../../../domain/item/tell-apart.ts'
import { copiesToReturn } from '../../../domain/return/copies-to-return.ts'
import type { ReturnsWords } from '../../../locale/fr/returns.ts'
import { announce } from '../../announcer.ts'
import { Button } from '../../components/button.tsx'
import { Panel, Row, Rows } from '../../components/panel.tsx'
import { Spine } from '../../components/place.tsx'
import { Say } from '../../components/say.tsx'
import type { CatalogueAnswer } from '../../use-catalogue-search.ts'
import { useSnapshot } from '../../use-desk.ts'
import { useSayCatalogue } from '../../use-say-catalogue.ts'

/** Digits and letters that a person reads beside a bar code that does not scan. */
const endOf = (barcode: ItemBarcode): string => barcode.slice(-4)

const say = ({ byTitle: words }: ReturnsWords, answer: CatalogueAnswer, sayCatalogue: ReturnType<typeof useSayCatalogue>): string => {
  if (answer.kind === 'none') return ''
  if (answer.kind !== 'found') return sayCatalogue(answer.kind)
  const { total, isNear } = answer.findings
  return total === 0 ? words.nothing : `${words.count(total)}. ${isNear ? words.near(answer.query) : words.choose}`
}

interface ByTitleProps {
  readonly words: ReturnsWords
  readonly answer: CatalogueAnswer
  readonly onReturn: (barcode: ItemBarcode) => void
}

export const ByTitle = ({ words, answer, onReturn }: ByTitleProps) => {
  const said = say(words, answer, useSayCatalogue())
  useEffect(() => {
    if (said !== '') announce(said)
  }, [said])
  if (answer.kind === 'none') return null
  if (answer.kind !== 'found') return <Say sign="unknown" sentence={said} nextStep={words.byTitle.typeTheCode} />
  const { records, total } = answer.findings
  const apart = tellApart(records.map(({ id, ...record }) => ({ ...record, recordId: id })))
  return (
    <Panel title={words.byTitle.title} end={words.byTitle.count(total)}>
      <p class="fold">{said}</p>
      <Rows label={words.byTitle.title}>
        {records.map((record) => (
          <Found key={record.id} record={record} apart={apart.get(record.id)} words={words} onReturn={onReturn} />
        ))}
      </Rows>
      {total > records.length ? <p class="fold">{words.byTitle.more(total - records.length)}</p> : null}
    </Panel>
  )
}

interface FoundProps {
  readonly record: BibliographicRecord
  readonly apart: string | undefined
  readonly words: ReturnsWords
  readonly onReturn: (barcode: ItemBarcode) => void
}

const Found = ({ record, apart, words, onReturn }: FoundProps) => {
  const { state } = useSnapshot()
  const title = titleToldApart(record.title, apart)
  return (
    <>
      {copiesToReturn(state, record).map(({ copy, isOut }) => (
        <Row
          key={copy.barcode}
          where={copy.callNumber === '' ? null : <Spine callNumber={copy.callNumber} quiet />}
          what={<span class="title">{title}</span>}
          by={[record.author, copy.location, words.byTitle.code(endOf(copy.barcode)), isOut ? words.byTitle.out : '']
            .filter((part) => part !== '')
            .join(' · ')}
        >
          <Button label={words.byTitle.takeNamed(title, endOf(copy.barcode))} onPress={() => onReturn(copy.barcode)}>
            {words.byTitle.take}
          </Button>
        </Row>
      ))}
    </>
  )
}
