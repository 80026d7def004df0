/** Parts of a document that a script writes: what stands between `<!-- NAME -->` and `<!-- /NAME -->`. */

const markers = (name: string): [string, string] => [`<!-- ${name} -->`, `<!-- /${name} -->`];

/** What stands in a block now, without the blank lines at its ends; null where the document has no such block. */
export function blockOf(document: string, name: string): string | null {
  const [open, close] = markers(name);
  const from = document.indexOf(open);
  const to = document.indexOf(close, from);
  return from < 0 || to < 0 ? null : document.slice(from + open.length, to).trim();
}

/** The document with other content in a block. @throws Error where it has no such block. */
export function withBlock(document: string, name: string, content: string): string {
  const [open, close] = markers(name);
  const from = document.indexOf(open);
  const to = document.indexOf(close, from);
  if (from < 0 || to < 0) throw new Error(`The document has no block "${name}".`);
  return `${document.slice(0, from)}${open}\n\n${content}\n\n${document.slice(to)}`;
}
