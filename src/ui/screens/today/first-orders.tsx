/**
 * How orders come, for a library that has none yet: the ILS's file, the telephone, the patrons' page, and the way to each. Runs in the
 * browser, off line too, in the chunk of who is on. It goes with the first order.
 */
import { pageDoorOf } from '../../../domain/settings/public-page.ts'
import { firstOrdersWords } from '../../../locale/en/today.ts'
import { ButtonLink } from '../../components/button.tsx'
import { Icon } from '../../components/icon.tsx'
import { Panel, Row, Rows } from '../../components/panel.tsx'
import { hrefOf } from '../../routes.ts'
import { useFromState, useSettings } from '../../use-desk.ts'
import { useWords } from '../../use-words.ts'
import styles from './first-orders.module.css'

export const FirstOrders = () => {
  const { title, file, call, page } = useWords(firstOrdersWords)
  const settings = useSettings()
  const hasNone = useFromState((state) => [...state.all('order')].length === 0)
  return !hasNone ? null : (
    <Panel title={title} className={styles.ways ?? ''}>
      <Rows label={title}>
        <Row where={<Icon name="phone" />} what={<b>{call.what}</b>} by={call.say}>
          <ButtonLink href={hrefOf('call')}>{call.open}</ButtonLink>
        </Row>
        <Row where={<Icon name="person" />} what={<b>{page.what}</b>} by={page.say[pageDoorOf(settings?.publicPage)]}>
          <ButtonLink href={hrefOf('management', 'reglages', 'page')}>{page.open}</ButtonLink>
        </Row>
        <Row
          where={<Icon name="server" />}
          what={
            <>
              <b>{file.what}</b>
              <span class="by">
                {file.say} <code>{file.command}</code>
              </span>
              <span class="by">{file.linked}</span>
            </>
          }
        >
          <ButtonLink href={hrefOf('management', 'reglages', 'sigb')}>{file.open}</ButtonLink>
        </Row>
      </Rows>
    </Panel>
  )
}
