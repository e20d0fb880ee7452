/**
 * What a patron meets on the public page by these settings: its address, and each text where it stands, in both languages (PAGE-17). Runs in
 * the browser, in a chunk of its own; read off line and by everybody.
 */
import { type OwnWords, ownWords, pageDoorOf, pageTexts, type Settings } from '../../../domain/settings/settings.ts'
import { publicPageWords } from '../../../locale/en/public-page.ts'
import { Panel, Row, Rows } from '../../components/parts.tsx'
import { useWords } from '../../use-desk.ts'
import styles from './settings.module.css'
import type { OfSection } from './use-section.ts'

export const PageMet = ({ section: { draft } }: OfSection) => (
  <Panel title={useWords(publicPageWords).meets.title}>
    <PageMetRows settings={draft} />
  </Panel>
)

/** Without the panel: of two settings, one below the other. */
export const PageMetRows = ({ settings: { publicPage, pageAddress } }: { readonly settings: Settings }) => {
  const words = useWords(publicPageWords)
  const { meets } = words
  const door = pageDoorOf(publicPage)
  const met = pageTexts.filter((text) => text !== 'hours' && (door === 'open' ? text !== 'closed' : door === 'paused' && text === 'closed'))
  const read = (said: OwnWords | undefined) => {
    if (said === undefined || said.fr === '') return null
    const { text, lang } = ownWords('en', said)
    return (
      <>
        <span lang="fr">{said.fr}</span>
        {lang === undefined ? (
          <span class="by" lang="en">
            {text}
          </span>
        ) : (
          <span class="by">{meets.inFrench}</span>
        )}
      </>
    )
  }
  return (
    <div class={styles.met}>
      <Rows label={meets.title}>
        <Row where={meets.address} what={<b>{pageAddress ?? meets.noAddress}</b>} />
        <Row where="" what={meets[door]} />
        {door === 'shut' || pageAddress === undefined ? null : (
          <Row
            where={meets.trial}
            what={
              <a class="btn" href={`${pageAddress}${meets.trialPath}`} target="_blank" rel="noreferrer">
                {meets.try}
              </a>
            }
          />
        )}
        {met.map((text) => {
          const what = read(publicPage?.[text])
          return what === null ? null : <Row key={text} where={meets.where[text]} what={what} />
        })}
        {door === 'shut' || publicPage === undefined ? null : (
          <Row
            where={meets.where.hours}
            what={
              <>
                <b>{publicPage.telephone}</b>
                {read(publicPage.hours)}
              </>
            }
          />
        )}
      </Rows>
    </div>
  )
}
