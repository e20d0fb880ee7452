/**
 * The access to the ILS: where it is, by which account, when its secret was set, and for a manager the form that changes it (ILS-10). Runs in
 * the browser. A secret is typed once; nothing here ever shows one that is kept.
 */
import { useState } from 'preact/hooks'
import { accessChoices, fieldsOfKind, type IlsAccessField, ilsKinds, secretFields } from '../../../domain/settings/ils-access.ts'
import type { IlsLinkLook } from '../../../tablet/desk.ts'
import { Button } from '../../components/button.tsx'
import { ChoiceField, Field, Form, SelectField } from '../../components/field.tsx'
import { Panel, Row, Rows } from '../../components/panel.tsx'
import { Say } from '../../components/say.tsx'
import { useDesk, useFormats } from '../../use-desk.ts'
import styles from './settings.module.css'
import type { IlsLink } from './use-ils-link.ts'

export const IlsAccessPanel = ({ link, look }: { readonly link: IlsLink; readonly look: IlsLinkLook }) => {
  const { words, draft, isManager, isOnline } = link
  const mayChange = isManager && isOnline && look.from !== 'environment'
  return (
    <Panel title={words.access}>
      {look.from === 'typed' && draft === undefined ? <Kept look={look} words={words} /> : null}
      {look.from === 'environment' ? <p class="fold">{words.byEnvironment}</p> : null}
      {!mayChange && look.from !== 'environment' ? <p class="fold">{words.managerOnly}</p> : null}
      {!mayChange ? null : draft === undefined ? (
        <div class={styles.add}>
          <Button block onPress={link.begin}>
            {look.from === 'typed' ? words.change : words.link}
          </Button>
        </div>
      ) : (
        <AccessForm link={link} hasKept={look.from === 'typed'} />
      )}
    </Panel>
  )
}

const Kept = ({ look, words }: { readonly look: IlsLinkLook; readonly words: IlsLink['words'] }) => {
  const desk = useDesk()
  const format = useFormats()
  const { address, account } = look.fields
  return (
    <Rows label={words.access}>
      <Row where={words.fields.address} what={<span>{address}</span>} by={account} />
      {look.secretAt === undefined ? null : (
        <Row where={words.fields.secret} what={words.secretAt(format.date(desk.toLocal(look.secretAt).date))} />
      )}
      <Row
        where={words.pass}
        what={<span>{words.every(look.everyMinutes ?? 1)}</span>}
        by={look.fields.hours === undefined || look.fields.hours === '' ? undefined : look.fields.hours}
      />
    </Rows>
  )
}

const isSecret = (field: IlsAccessField): boolean => secretFields.some((secret) => secret === field)

const AccessForm = ({ link, hasKept }: { readonly link: IlsLink; readonly hasKept: boolean }) => {
  const { words, draft, fault, answer } = link
  const [asksToEnd, setAsksToEnd] = useState(false)
  if (draft === undefined) return null
  const draw = (field: IlsAccessField) => {
    const choices = accessChoices[field]
    const value = draft.fields[field] ?? ''
    if (choices !== undefined) {
      return (
        <SelectField
          key={field}
          label={words.fields[field]}
          value={value === '' ? choices[0] : value}
          choices={choices}
          say={(choice) => words.choices[choice] ?? ''}
          onChoose={(choice = '') => link.type(field, choice)}
        />
      )
    }
    const hints: Partial<Record<IlsAccessField, string>> = { address: words.addressHint[draft.kind], hours: words.hoursHint }
    const hint = isSecret(field) && hasKept ? words.kept : hints[field]
    return (
      <Field
        key={field}
        label={words.fields[field]}
        value={value}
        type={isSecret(field) ? 'password' : 'text'}
        autoComplete={isSecret(field) ? 'new-password' : 'off'}
        {...(hint === undefined ? {} : { hint })}
        onInput={(text) => link.type(field, text)}
      />
    )
  }
  return (
    <Form
      class={`${styles.add} ${styles.access}`}
      onSubmit={() => {
        if (answer.kind !== 'working') void link.send()
      }}
    >
      <p>{words.linkSay}</p>
      <ChoiceField
        inline
        label={words.kind}
        value={draft.kind}
        choices={ilsKinds.map((kind) => ({ value: kind, words: words.kinds[kind] }))}
        onChoose={(kind) => link.change({ kind })}
      />
      {fieldsOfKind[draft.kind].map(draw)}
      <Field label={words.minutes} inputMode="numeric" value={draft.minutes} onInput={(minutes) => link.change({ minutes })} />
      {answer.kind === 'working' ? <p>{words.linking}</p> : null}
      {fault === undefined ? null : (
        <Say sign="stop" sentence={fault.what} {...(fault.next === undefined ? {} : { nextStep: fault.next })} />
      )}
      <Button type="submit" look="primary" block>
        {words.link}
      </Button>
      <Button look="quiet" block onPress={link.keep}>
        {words.keep}
      </Button>
      {!hasKept ? null : asksToEnd ? (
        <Say
          sign="warn"
          sentence={words.unlinkAsk.what}
          nextStep={words.unlinkAsk.next}
          actions={<Button onPress={() => void link.unlink()}>{words.unlinkYes}</Button>}
        />
      ) : (
        <Button look="quiet" block onPress={() => setAsksToEnd(true)}>
          {words.unlink}
        </Button>
      )}
    </Form>
  )
}
