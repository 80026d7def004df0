/**
 * A copy of a message in which no byte array is a view on a larger buffer. A plain structured clone sends the whole
 * buffer behind a view: for Node's small Buffers that is a pool shared with everything else the process holds, keys
 * too. Arrays that own their whole buffer aren't copied.
 *
 * @param message plain objects and arrays of primitives, Uint8Array and Float32Array, as the protocol has them.
 */
export function ownBytes(message: unknown): unknown {
  if (message instanceof Float32Array) return ownsBuffer(message) ? message : message.slice();
  // A Buffer becomes what it is on the other side anyway; its own slice would be a view again.
  if (message instanceof Uint8Array) return ownsBuffer(message) ? message : Uint8Array.prototype.slice.call(message);
  if (Array.isArray(message)) return message.map(ownBytes);
  if (typeof message !== 'object' || message === null) return message;
  return Object.fromEntries(Object.entries(message).map(([name, value]) => [name, ownBytes(value)]));
}

function ownsBuffer(view: Uint8Array | Float32Array): boolean {
  return view.byteLength === view.buffer.byteLength;
}
