/** The URL of a page on the web; `undefined` for what is none. */
export const pageUrl = (text: string): URL | undefined => {
  const url = URL.parse(text)
  return url !== null && /^https?:$/.test(url.protocol) ? url : undefined
}
