// @ts-check

/**
 * Lets the browser save a content as a file. Its type is one of which a browser shows nothing.
 *
 * @param {BlobPart} content
 * @param {string} name
 */
export const save = (content, name) => {
  const url = URL.createObjectURL(new Blob([content], { type: "application/octet-stream" }))
  const link = document.createElement("a")
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
