/**
 * The visits put aside while somebody else is served: taken up again, or abandoned after a question (HO-6). Runs in the browser.
 */
import { useState } from 'preact/hooks'
import type { Visit } from '../../../domain/handover/visit.ts'
import { Button } from '../../components/button.tsx'
import { Icon } from '../../components/icon.tsx'
import { GroupHead, Row } from '../../components/panel.tsx'
import { Question } from '../../components/question.tsx'
import { type Describing, namesOf } from './describe-found.ts'
import type { WhoStage } from './use-handover.ts'

const documentsOf = ({ piles }: Visit): number => piles.reduce((n, pile) => n + pile.scanned.length, 0)

export const Aside = ({ aside, describing }: { readonly aside: WhoStage['aside']; readonly describing: Describing }) => {
  const { words, format, toLocal } = describing
  const [abandoning, setAbandoning] = useState<Visit | undefined>(undefined)
  return (
    <>
      {aside.visits.length === 0 ? null : (
        <section class="panel">
          <GroupHead sign={<Icon name="bay" />} title={words.asideTitle}>
            <span class="end soft">{words.asideSay}</span>
          </GroupHead>
          <ul class="rows" aria-label={words.asideTitle}>
            {aside.visits.map((visit) => {
              const names = namesOf(describing, visit)
              return (
                <Row
                  key={visit.startedAt}
                  where={format.time(toLocal(visit.startedAt).time)}
                  what={<span class="title">{names}</span>}
                  by={words.documents(documentsOf(visit))}
                >
                  <Button look="quiet" icon="cross" label={words.abandonNamed(names)} onPress={() => setAbandoning(visit)}>
                    {words.abandon}
                  </Button>
                  <Button label={words.resumeNamed(names)} onPress={() => aside.resume(visit)}>
                    {words.resume}
                  </Button>
                </Row>
              )
            })}
          </ul>
        </section>
      )}
      {abandoning === undefined ? null : (
        <Question
          title={words.abandonNamed(namesOf(describing, abandoning))}
          say={words.abandonSure(documentsOf(abandoning))}
          confirm={words.abandonConfirm}
          keep={words.abandonKeep}
          onConfirm={() => {
            setAbandoning(undefined)
            aside.abandon(abandoning)
          }}
          onKeep={() => setAbandoning(undefined)}
        />
      )}
    </>
  )
}
