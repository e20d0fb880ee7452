/**
 * The pull list on paper, zone by zone, with room to tick and to write the time (PULL-6). Runs in the browser.
 * Orders by number only: paper is left on shelves.
 */
import '../styles/labels.css'
import { titleToldApart } from '../../domain/item/tell-apart.ts'
import { numberWanted } from '../../domain/order/order.ts'
import type { PullEntry, PullList } from '../../domain/pull-list/build-pull-list.ts'
import { preparationWords } from '../../locale/en/preparation.ts'
import { Each } from '../components/each.tsx'
import { useFormats, useWords } from '../use-desk.ts'
import { useSayLent } from '../use-say-lent.ts'

export const PrintedList = ({ list, title, note }: { readonly list: PullList; readonly title: string; readonly note: string }) => {
  const words = useWords(preparationWords)
  const format = useFormats()
  const zones = list.zones.map(({ name, entries }) => ({ name: name === '' ? words.noZone : name, entries }))
  return (
    <article class="printed">
      <h1>{title}</h1>
      <p>{note}</p>
      {[...zones, { name: words.paper.secondPass, entries: list.secondPass }].map(({ name, entries }) => {
        const left = entries.filter((entry) => entry.lines.some((line) => !line.isDone))
        return left.length === 0 ? null : <PrintedZone key={name} name={name} entries={left} />
      })}
      {list.wishes.some((wish) => !wish.isDone) ? (
        <section>
          <h2>{words.wishes}</h2>
          <ul>
            <Each of={list.wishes.filter((wish) => !wish.isDone)} by={({ order }) => order.number}>
              {({ order, line }) => (
                <li key={`${order.id}${line.id}`}>
                  ☐ <span class="nowrap">{order.number}</span> ({format.time(order.slot.time)}) ·{' '}
                  {line.wanted.kind === 'wish' ? line.wanted.text : ''}
                  {numberWanted(order, line) > 1 ? ` (${words.documents(numberWanted(order, line))})` : ''}
                </li>
              )}
            </Each>
          </ul>
        </section>
      ) : null}
    </article>
  )
}

const PrintedZone = ({ name, entries }: { readonly name: string; readonly entries: readonly PullEntry[] }) => {
  const words = useWords(preparationWords)
  const format = useFormats()
  const sayLent = useSayLent()
  const { columns } = words.paper
  return (
    <table>
      {/* Widths here: the first row is the zone's name, which every page repeats with the columns' (no zone begins where nothing of it follows). */}
      <colgroup>
        {Object.keys(columns).map((column) => (
          <col key={column} />
        ))}
      </colgroup>
      <thead>
        <tr class="printed-zone">
          <th scope="colgroup" colSpan={Object.keys(columns).length}>
            {name}
          </th>
        </tr>
        <tr>
          <th scope="col">{columns.done}</th>
          <th scope="col">{columns.time}</th>
          <th scope="col">{columns.callNumber}</th>
          <th scope="col">{columns.title}</th>
          <th scope="col">{columns.orders}</th>
        </tr>
      </thead>
      <tbody>
        <Each of={entries} by={({ recordId }) => recordId} place="tr">
          {(entry) => {
            const left = entry.lines.filter((line) => !line.isDone)
            const lentSince = left.find((line) => line.lentSince !== undefined)?.lentSince
            return (
              <tr key={`${entry.recordId}${entry.callNumber}`}>
                <td class="tick-box">{left.map(() => '☐').join(' ')}</td>
                <td class="time-box" />
                <td>
                  <b>{entry.callNumber}</b>
                </td>
                <td>
                  {entry.record === undefined ? words.unknownRecord(entry.recordId) : titleToldApart(entry.record.title, entry.apart)}
                  <br />
                  <small>{entry.record?.author}</small>
                  {lentSince === undefined ? null : (
                    <>
                      <br />
                      <b>{sayLent(lentSince)}</b>
                    </>
                  )}
                </td>
                <td>
                  {left.map(({ order }, n) => (
                    <span key={order.id}>
                      {n > 0 ? ', ' : ''}
                      <span class="nowrap">{order.number}</span> ({format.time(order.slot.time)})
                    </span>
                  ))}
                  {left.map(({ order }) =>
                    order.note === '' ? null : (
                      <small key={order.id}>
                        <br />
                        {order.note}
                      </small>
                    ),
                  )}
                </td>
              </tr>
            )
          }}
        </Each>
      </tbody>
    </table>
  )
}
