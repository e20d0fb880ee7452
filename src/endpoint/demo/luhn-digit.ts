/**
 * Ends a number with its Luhn check digit (ISO/IEC 7812-1, annex B), as cards and documents of the demo have one. Runs on the endpoint.
 */
export const withLuhnDigit = (digits: string): string => {
  const sum = [...digits].reverse().reduce((total, digit, i) => {
    const weighted = Number(digit) * (i % 2 === 0 ? 2 : 1)
    return total + (weighted > 9 ? weighted - 9 : weighted)
  }, 0)
  return `${digits}${(10 - (sum % 10)) % 10}`
}
