/**
 * Équipe: who belongs to it, who is a manager, who leaves and when; and the codes with which each one chooses a PIN (SET-12). Runs in the
 * browser. Everybody reads it, off line too; a manager changes it on line. Nothing here reads a PIN, for nothing has one to show.
 */
import type { Librarian } from '../../../domain/librarian/librarian.ts'
import { addDays, parseLocalDate } from '../../../domain/local-date.ts'
import { retentionDefaults, type Settings } from '../../../domain/settings/settings.ts'
import { textLengths } from '../../../domain/text-lengths.ts'
import { breakDate } from '../../break-date.ts'
import { ChoiceField, Field } from '../../components/field.tsx'
import { Sign } from '../../components/icon.tsx'
import { DateField } from '../../components/moment-field.tsx'
import { Button, ButtonLink, Panel, Row, Rows, Say, Verdict } from '../../components/parts.tsx'
import { print } from '../../printing/print.tsx'
import { hrefOf } from '../../routes.ts'
import { useDesk, useFormats } from '../../use-desk.ts'
import { PassphraseWindow } from '../closing/passphrase-window.tsx'
import { Faults } from './faults.tsx'
import styles from './settings.module.css'
import { type GivenCode, type Team, useTeam } from './use-team.ts'

/** Of the model week: what somebody has to find another hand for. */
const shiftsOf = ({ rota }: Settings, id: string | undefined): number => rota.filter(({ librarianId }) => librarianId === id).length

export const TeamScreen = ({ settings }: { readonly settings: Settings }) => {
  const team = useTeam()
  const format = useFormats()
  const { words, edited, isManager, mayAct, answer, problem } = team
  const here = team.team.filter(team.isHere)
  const managers = here.filter((one) => one.isManager).length
  const lastDay = edited?.wanted.lastDay
  const leaves = lastDay !== undefined && lastDay !== edited?.seen?.lastDay && team.fault === undefined ? lastDay : undefined
  return (
    <>
      {leaves === undefined ? (
        <Verdict head={words.title}>
          {words.say(here.length, managers)} {mayAct ? '' : isManager ? words.offline : words.managerOnly}
        </Verdict>
      ) : (
        <Verdict head={words.leaves(edited?.wanted.name ?? '')}>
          {words.leavesSay(format.dayAndMonth(leaves), shiftsOf(settings, edited?.id))}
        </Verdict>
      )}
      <div class={`${styles.halves} ${styles.beside}`}>
        <Panel
          title={words.list}
          className={styles.team ?? ''}
          end={
            mayAct ? (
              <Button look="quiet" icon="plus" onPress={team.openNew}>
                {words.add}
              </Button>
            ) : undefined
          }
        >
          <Rows label={words.list}>
            {team.team.map((one) => (
              <MemberRow key={one.id} one={one} team={team} settings={settings} />
            ))}
          </Rows>
        </Panel>
        <div class={styles.side}>
          {problem === undefined ? null : <Say sign="stop" sentence={problem.what} nextStep={problem.next} />}
          {answer.kind === 'refused' ? <Say sign="stop" sentence={answer.what} nextStep={answer.next} /> : null}
          {answer.kind === 'done' ? <Say sign="ok" sentence={answer.said} /> : null}
          {mayAct && edited !== undefined ? <MemberPanel key={edited.id ?? ''} team={team} settings={settings} /> : null}
          {team.codes.length === 0 ? null : <CodeSheet team={team} />}
        </div>
      </div>
      <div class="actions">
        <ButtonLink href={hrefOf('management', 'reglages')} icon="left" look="quiet">
          {words.all}
        </ButtonLink>
      </div>
      <PassphraseWindow asked={team.passphrase} />
    </>
  )
}

const MemberRow = ({ one, team, settings }: { readonly one: Librarian; readonly team: Team; readonly settings: Settings }) => {
  const { words } = team
  const format = useFormats()
  const isHere = team.isHere(one)
  const awaits = isHere && one.ownPin === 'awaited'
  const day = one.lastDay === undefined ? undefined : format.dayAndMonth(one.lastDay)
  const head = !isHere ? words.left(day ?? '') : day !== undefined ? words.leaving(day) : one.isManager ? words.manager : undefined
  return (
    <Row
      where={one.name}
      className={one.id === team.edited?.id ? 'in' : undefined}
      what={
        <>
          {awaits ? (
            <b class={styles.awaits}>
              <Sign name="warn" /> {words.noPin}
            </b>
          ) : null}
          {head === undefined ? null : <b>{head}</b>}
        </>
      }
      by={isHere ? [words.shifts(shiftsOf(settings, one.id)), ...team.sayComing(one.id)].join(' · ') : undefined}
    >
      {!team.mayAct ? undefined : (
        <>
          {awaits ? (
            <Button label={words.codeOf(one.name)} onPress={() => void team.give(one)}>
              {words.theirCode}
            </Button>
          ) : null}
          <Button look="quiet" icon="right" label={words.change(one.name)} onPress={() => team.openMember(one)} />
        </>
      )}
    </Row>
  )
}

const MemberPanel = ({ team, settings }: { readonly team: Team; readonly settings: Settings }) => {
  const { words, edited, fault, isChanged, answer, change } = team
  const format = useFormats()
  const one = team.team.find(({ id }) => id === edited?.id)
  if (edited === undefined) return null
  const { wanted, seen } = edited
  const { lastDay } = wanted
  const isLeaving = lastDay !== undefined && lastDay !== seen?.lastDay
  const said = fault === undefined ? undefined : team.sayFault(fault, edited.id)
  const unavailable = !isChanged
    ? words.nothingChanged
    : said !== undefined || wanted.name.trim() === ''
      ? words.faults['name-missing'].what
      : undefined
  return (
    <Panel title={seen === undefined ? words.newcomer : isLeaving ? words.departure(seen.name) : words.about(seen.name)}>
      <div class={styles.add}>
        <Field label={words.name} value={wanted.name} maxLength={textLengths.name} onInput={(name) => change({ ...wanted, name })} />
        <ChoiceField
          label={words.role}
          inline
          value={wanted.isManager ? 'manager' : 'librarian'}
          choices={(['librarian', 'manager'] as const).map((value) => ({ value, words: words.roles[value] }))}
          onChoose={(role) => change({ ...wanted, isManager: role === 'manager' })}
        />
        {seen === undefined ? null : (
          <>
            <DateField label={words.lastDay} value={lastDay ?? ''} onInput={(day) => change({ ...wanted, lastDay: parseLocalDate(day) })} />
            <p class="soft small">{words.stays}</p>
          </>
        )}
      </div>
      <Faults said={said === undefined ? [] : [said]} />
      {isLeaving && fault === undefined ? (
        <div class={styles.effects}>
          <Rows label={words.departure(wanted.name)}>
            <Row where={format.count(shiftsOf(settings, edited.id))} what={<span>{words.toFill(shiftsOf(settings, edited.id))}</span>} />
            <Row where={breakDate(format.shortDate(addDays(lastDay, 1)))} what={<span>{words.pinEnds}</span>} />
            <Row where={words.days(settings.keepLoanDays ?? retentionDefaults.keepLoanDays)} what={<span>{words.namesStay}</span>} />
          </Rows>
        </div>
      ) : null}
      <div class={styles.save}>
        <Button look="primary" block unavailable={answer.kind === 'working' ? words.save : unavailable} onPress={() => void team.save()}>
          {seen === undefined ? words.saveNew : isLeaving ? words.saveDeparture : words.save}
        </Button>
        {one === undefined || isChanged ? null : (
          <>
            <Button block onPress={() => void team.give(one)}>
              {one.ownPin === 'awaited' ? words.giveCode : words.renew}
            </Button>
            <p class="soft small">{words.renewSay(one.name)}</p>
            {one.ownPin === 'awaited' ? (
              <Button look="quiet" block label={words.removeNamed(one.name)} onPress={() => void team.remove(one)}>
                {words.remove}
              </Button>
            ) : null}
            {team.isOnlyOne(one) ? <Say sign="warn" sentence={words.onlyOne} /> : null}
          </>
        )}
        <Button look="quiet" block onPress={team.close}>
          {words.back}
        </Button>
      </div>
    </Panel>
  )
}

/** One slip a person, to cut and to give by hand. */
export const CodeSheet = ({ team: { words, codes } }: { readonly team: Pick<Team, 'words' | 'codes'> }) => {
  const { toLocal } = useDesk()
  const format = useFormats()
  const slips = codes.map(({ name, code, expiresAt }: GivenCode) => {
    const until = toLocal(expiresAt)
    return (
      <li key={name} class={styles.slip}>
        <b>{name}</b> <span class={styles.code}>{code}</span>
        <p>{words.slip(format.date(until.date), format.time(until.time))}</p>
      </li>
    )
  })
  return (
    <Panel
      title={words.sheet}
      end={
        <Button look="quiet" icon="print" onPress={() => print(<ul class={styles.slips}>{slips}</ul>)}>
          {words.print}
        </Button>
      }
    >
      <ul class={styles.slips}>{slips}</ul>
    </Panel>
  )
}
