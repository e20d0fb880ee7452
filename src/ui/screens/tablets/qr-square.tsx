/**
 * An enrolment link as a QR square, drawn as one path: sharp at any size, black on white whatever the theme so that a lens reads it.
 * Runs in the browser; the only place of the interface that names the QR library.
 */
import { encode } from 'uqr'

export const QrSquare = ({ text, label }: { readonly text: string; readonly label: string }) => {
  // A quiet zone of four modules all round (ISO/IEC 18004, 9.1).
  const { data, size } = encode(text, { ecc: 'M', border: 4 })
  const path = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : []))).join('')
  return (
    <svg viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shape-rendering="crispEdges">
      <path d={`M0 0h${size}v${size}H0z`} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}
