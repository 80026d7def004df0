import type { PictureFormat } from './header.ts';

/** Size of the golden scans in pixels. */
export const goldenSize = { width: 32, height: 16 } as const;

/** What every golden scan shows: a slanted stroke and a bar on paper that brightens, grey, `width * height`. */
export function goldenPixels(): Uint8Array {
  const { width, height } = goldenSize;
  const pixels = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const inked = Math.abs(y - 4 - x / 4) < 1.5 || (x > 20 && x < 24 && y > 2 && y < 13);
      pixels[y * width + x] = inked ? 40 : Math.min(255, 170 + 2 * x + y);
    }
  }
  return pixels;
}

/** The same picture as a file of each format, base64; a decoder that reads one of them wrong is not used. */
export const goldenScans: Readonly<Record<PictureFormat, string>> = {
  png:
    'iVBORw0KGgoAAAANSUhEUgAAACAAAAAQCAAAAABSayKFAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAAwElEQVQoz4WR1Q7DMAxF/Tn59jEzMzMzM3' +
    'Qdvc7dLC2q0s0PUeDo6NoBncFksTlcHl8gFIklUplcoVSpNVqd3mA0mS1WG9AbzVa70+31B8PReDKdzRfL1Xqz3e0Px9P5cr2FP4IdMCYQMMZI' +
    'sEdAKZUAb0hwIEApLgGeSHAETPBlGCXAHQlOQAk4CFvAlQRn4FpgfJFAAlULHPIWXEAwAw6SZBAOkUNAOER8wAQfQPsXlARXBtq/gC3Itwf8Ft' +
    'yfL6HIV4P0IS+qAAAAAElFTkSuQmCC',
  jpeg:
    '/9j/2wBDAAIBAQEBAQIBAQECAgICAgQDAgICAgUEBAMEBgUGBgYFBgYGBwkIBgcJBwYGCAsICQoKCgoKBggLDAsKDAkKCgr/wAALCAAQACABAR' +
    'EA/8QAGAAAAgMAAAAAAAAAAAAAAAAABwgCBAb/xAAqEAABAwMDAgYCAwAAAAAAAAACAQMEBQYIBxESCRMAFCEiIzIKFRYlMf/aAAgBAQAAPwC/' +
    'Qs9st9Dlixcsen9czcOLTX6hcF12A7+wiRYw94hPtj3GmuKNijiOyxUR3d2RFEFMuP3V0wD1ZOmU17WUbUqlR739ZecFyCkXt81+aVsUNvkIch' +
    '+dd+YD914eND1HeoXXsTcQ7ayaxZqFk3kxXr3ZozNQlPHUac8wsacbhNOQ5DaEYuxEBVQ1RNjFU3/x/bapv19vhX7apv19viV/4jY3ZBg8Wteh' +
    'VrXLJkUoqb+zqlFZcmsxi5/GzK495jZXDISbMSAiUhVC9fCm5nfjm6V6kW7Tqtgk3Dsy4W5jLNRplz3NNdpLsNAkE48KkzKkpKVwo4onNGu2Be' +
    '1C9SMdv4idebFdYJ4750WXrVblAo0qT/GtV6KcafV5Z+YLynmNnX3fUmyacdqLIofFs+DLfu//2Q==',
  gif:
    'R0lGODlhIAAQAIYAAExpca+vr/b29q6urqurq6qqqvf39/X19a2trfT09KysrPPz8/Ly8u7u7rGxsfHx8bCwsPDw8Ozs7LOzs7Kystzc3Nvb29' +
    'ra2u/v77W1td/f3+3t7bS0tN7e3t3d3ba2ttnZ2eDg4MrKytHR0djY2NfX1+Xl5cHBwcjIyOTk5Ovr6+Pj4+rq6ri4uL+/v+Li4re3t9PT0+Hh' +
    '4efn57y8vMPDw+bm5ru7u8LCwsnJydDQ0Lq6us/Pz9bW1rm5ucDAwMfHx87OztXV1cbGxs3NzdTU1MTExMvLy9LS0szMzOjo6L29venp6b6+vs' +
    'XFxSgoKAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' +
    'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAACH5BAUAAAAALAAAAAAgAB' +
    'AAAAf/gAUKAxAUHB8tOzRNPzhGQygiSUE6SEU9JBcVHSEvKTZKBAgBDhMZMD43Sy4nNU5AOUdEPCMxQiUgFh4aMismM0yDhYeJi42PkZOVl5mb' +
    'nZ9KLE9Ppaepq62vsbO1QtNPu72/TCrf34qMjpCSlJY935yeoCwS5vZPrrCytLYl37y+gKnYMOyePWXuSHx7Nk9Cg2qoVBk0dwvEN3ECN2AwhA' +
    'jdsSET7cmL5jCCqYjY8m3jEXJaRgwPiHlUl6wds5ZPIjCwpoqVyn3dcOnC2dEYTXbLMGnq8G2ePZQ+tQHtlytcQHIaHyx4UiwdMqQJlzIk2UBn' +
    'AgHXourjRlUXwHEDBmEuOGAgEAA7',
  tiff:
    'SUkqAIwAAACAKoBQOCQWDQeEQRVwmGQ2CqyHRGEigAImJQYpgAALWERSNRpJRcpRpbR2PyeNJuGlGNLeELCBnSUShSQcoRpcQhYwc1zOTq2Bk+' +
    'NLmELKGmKfShdQhZxcs0mNL+DLSLwWb1BkAKOVWCkuoACS1yCEqNL6Bj6Ty6xREazm1xGiW+HQEAAQAAABAwABAAAAIAAAAAEBAwABAAAAEAAA' +
    'AAIBAwABAAAACAAAAAMBAwABAAAABQAAAAYBAwABAAAAAQAAABEBBAABAAAACAAAABIBAwABAAAAAQAAABUBAwABAAAAAQAAABYBAwABAAAAAA' +
    'EAABcBBAABAAAAgwAAABoBBQABAAAAUgEAABsBBQABAAAAWgEAABwBAwABAAAAAQAAACgBAwABAAAAAgAAAD0BAwABAAAAAgAAAFMBAwABAAAA' +
    'AQAAAAAAAAAzM8sAAAAIADMzywAAAAgA',
  bmp:
    'Qk04BgAAAAAAADYAAAAoAAAAIAAAABAAAAABABgAAAAAAAIGAAAAAAAAAAAAAAAAAAAAAAAAubm5u7u7vb29v7+/wcHBw8PDxcXFx8fHycnJy8' +
    'vLzc3Nz8/P0dHR09PT1dXV19fX2dnZ29vb3d3d39/f4eHh4+Pj5eXl5+fn6enp6+vr7e3t7+/v8fHx8/Pz9fX19/f3uLi4urq6vLy8vr6+wMDA' +
    'wsLCxMTExsbGyMjIysrKzMzMzs7O0NDQ0tLS1NTU1tbW2NjY2tra3Nzc3t7e4ODg4uLi5OTk5ubm6Ojo6urq7Ozs7u7u8PDw8vLy9PT09vb2t7' +
    'e3ubm5u7u7vb29v7+/wcHBw8PDxcXFx8fHycnJy8vLzc3Nz8/P0dHR09PT1dXV19fX2dnZ29vb3d3d39/f4eHh4+Pj5eXl5+fn6enp6+vr7e3t' +
    '7+/v8fHx8/PzKCgotra2uLi4urq6vLy8vr6+wMDAwsLCxMTExsbGyMjIysrKzMzMzs7O0NDQ0tLS1NTU1tbW2NjY2tra3Nzc3t7eKCgoKCgoKC' +
    'go5ubm6Ojo6urqKCgoKCgoKCgoKCgoKCgotbW1t7e3ubm5u7u7vb29v7+/wcHBw8PDxcXFx8fHycnJy8vLzc3Nz8/P0dHR09PT1dXV19fX2dnZ' +
    '29vb3d3dKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgotLS0tra2uLi4urq6vLy8vr6+wMDAwsLCxMTExsbGyMjIysrKzMzMzs7O0N' +
    'DQ0tLS1NTU1tbW2NjYKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgo8PDw8vLys7OztbW1t7e3ubm5u7u7vb29v7+/wcHBw8PDxcXF' +
    'x8fHycnJy8vLzc3Nz8/PKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgo5+fn6enp6+vr7e3t7+/v8fHxsrKytLS0tra2uLi4urq6vL' +
    'y8vr6+wMDAwsLCxMTExsbGKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgo4uLi5OTk5ubm6Ojo6urq7Ozs7u7u8PDwsbGx' +
    's7OztbW1t7e3ubm5u7u7vb29KCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgo1dXV19fX2dnZKCgoKCgoKCgo4eHh4+Pj5eXl5+fn6e' +
    'np6+vr7e3t7+/vsLCwsrKytLS0KCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgozMzMzs7O0NDQ0tLS1NTU1tbW2NjYKCgoKCgoKCgo' +
    '4ODg4uLi5OTk5ubm6Ojo6urq7Ozs7u7uKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgow8PDxcXFx8fHycnJy8vLzc3Nz8/P0dHR09PT1d' +
    'XV19fXKCgoKCgoKCgo39/f4eHh4+Pj5eXl5+fn6enp6+vr7e3tKCgoKCgoKCgoKCgoKCgoKCgourq6vLy8vr6+wMDAwsLCxMTExsbGyMjIysrK' +
    'zMzMzs7O0NDQ0tLS1NTU1tbWKCgoKCgoKCgo3t7e4ODg4uLi5OTk5ubm6Ojo6urq7OzsKCgoKCgosbGxs7OztbW1t7e3ubm5u7u7vb29v7+/wc' +
    'HBw8PDxcXFx8fHycnJy8vLzc3Nz8/P0dHR09PT1dXVKCgoKCgoKCgo3d3d39/f4eHh4+Pj5eXl5+fn6enp6+vrrKysrq6usLCwsrKytLS0tra2' +
    'uLi4urq6vLy8vr6+wMDAwsLCxMTExsbGyMjIysrKzMzMzs7O0NDQ0tLS1NTU1tbW2NjY2tra3Nzc3t7e4ODg4uLi5OTk5ubm6Ojo6urqq6urra' +
    '2tr6+vsbGxs7OztbW1t7e3ubm5u7u7vb29v7+/wcHBw8PDxcXFx8fHycnJy8vLzc3Nz8/P0dHR09PT1dXV19fX2dnZ29vb3d3d39/f4eHh4+Pj' +
    '5eXl5+fn6enpqqqqrKysrq6usLCwsrKytLS0tra2uLi4urq6vLy8vr6+wMDAwsLCxMTExsbGyMjIysrKzMzMzs7O0NDQ0tLS1NTU1tbW2NjY2t' +
    'ra3Nzc3t7e4ODg4uLi5OTk5ubm6OjoAQE=',
  webp:
    'UklGRn4AAABXRUJQVlA4THEAAAAvH8ADAM1lRP8DTmPbdpX9T0/f/gI+GRQWi0VSAFgsFpVkjpa+7n1paCAiJmCv0tXfLVnnmMA5gLtJGcMlwW' +
    '5jRnANrKSFZ3feEG6BSu7csydpAPcUO/P8Rw47DcE3jx169pdH6oQgUwsfqSkQWxdTOQA=',
};
