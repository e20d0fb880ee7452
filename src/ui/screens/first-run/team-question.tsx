/**
 * « Qui travaille ici ? »: first names, one a line, and the sheet of codes to cut (SET-12, SET-16). Runs in the browser.
 * Whoever works here chooses a PIN on a tablet with the code of the sheet: nobody's PIN is typed here.
 */
import { useId, useState } from 'preact/hooks'
import { Button } from '../../components/button.tsx'
import { Row, Rows } from '../../components/panel.tsx'
import { Say } from '../../components/say.tsx'
import { PassphraseWindow } from '../closing/passphrase-window.tsx'
import settingStyles from '../settings/settings.module.css'
import { CodeSheet } from '../settings/team.tsx'
import { useTeam } from '../settings/use-team.ts'
import styles from './first-run.module.css'
import { Question } from './question.tsx'
import type { FirstRunState } from './use-first-run.ts'

export const TeamQuestion = ({ run }: { readonly run: FirstRunState }) => {
  const { words } = run
  const team = useTeam()
  const id = useId()
  const [typed, setTyped] = useState('')
  const names = [...new Set(typed.split('\n').map((name) => name.trim()))].filter((name) => name !== '')
  const add = async (): Promise<void> => setTyped((await team.addAll(names)).join('\n'))
  return (
    <Question
      run={run}
      title={words.names.team}
      first={names.length > 0 ? words.addFirst : undefined}
      side={team.codes.length === 0 ? null : <CodeSheet team={team} />}
    >
      <div class={styles.team}>
        <Rows label={team.words.list}>
          {team.team.filter(team.isHere).map(({ id: key, name, isManager }) => (
            <Row key={key} where={isManager ? team.words.manager : ''} what={<b>{name}</b>} />
          ))}
        </Rows>
      </div>
      <div class={settingStyles.add}>
        <label class="input" htmlFor={id}>
          <span>{words.firstNames}</span>
          <textarea id={id} rows={5} class={styles.names} value={typed} onInput={({ currentTarget }) => setTyped(currentTarget.value)} />
        </label>
        {team.problem === undefined ? null : <Say sign="stop" sentence={team.problem.what} nextStep={team.problem.next} />}
        {team.answer.kind === 'refused' ? <Say sign="stop" sentence={team.answer.what} nextStep={team.answer.next} /> : null}
        <Button
          icon="plus"
          unavailable={names.length === 0 ? words.namesFirst : team.answer.kind === 'working' ? words.working : undefined}
          onPress={() => void add()}
        >
          {words.addAll}
        </Button>
        <p class="soft small">{words.codesSay}</p>
      </div>
      <PassphraseWindow asked={team.passphrase} />
    </Question>
  )
}
