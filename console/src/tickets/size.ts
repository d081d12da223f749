/** A file's size as people say it: 812 B, 4.1 kB, 12 MB. */
export function sizeInWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  const units = ['kB', 'MB', 'GB']
  let size = bytes
  let unit = -1
  do {
    size /= 1000
    unit += 1
  } while (size >= 999.5 && unit < units.length - 1)
  return `${size < 10 ? size.toFixed(1) : Math.round(size)} ${units[unit]}`
}
