/** Just enough of the protocol buffers wire format to read an ONNX file: fields by number, nothing decoded. */

/** A field's value: a whole number, or bytes (text, nested messages, packed lists). Fixed-size numbers come as bytes. */
export type FieldValue = bigint | Uint8Array;

/** The fields of one message: number to values, in the order of the file. */
export type Message = ReadonlyMap<number, readonly FieldValue[]>;

/**
 * Reads one message.
 * @throws RangeError where the bytes end too early or hold a kind of field that protocol buffers no longer have.
 */
export function readMessage(bytes: Uint8Array): Message {
  const fields = new Map<number, FieldValue[]>();
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++];
      if (byte === undefined || shift > 63n) throw new RangeError('The file ends inside a number.');
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  const take = (length: number): Uint8Array => {
    if (at + length > bytes.length) throw new RangeError('The file ends inside a field.');
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const key = varint();
    const kind = Number(key & 7n);
    const value = kind === 0 ? varint() : kind === 1 ? take(8) : kind === 5 ? take(4) : null;
    if (value === null && kind !== 2) throw new RangeError(`A field of kind ${kind} can't be read.`);
    const field = Number(key >> 3n);
    const values = fields.get(field) ?? [];
    fields.set(field, values);
    values.push(value ?? take(Number(varint())));
  }
  return fields;
}

/** The nested messages of a field. */
export function messages(message: Message, field: number): Message[] {
  return (message.get(field) ?? []).flatMap((value) => (typeof value === 'bigint' ? [] : [readMessage(value)]));
}

/** The texts of a field. */
export function texts(message: Message, field: number): string[] {
  return (message.get(field) ?? []).flatMap((value) =>
    typeof value === 'bigint' ? [] : [new TextDecoder().decode(value)],
  );
}

/** The whole numbers of a field, packed or not. */
export function integers(message: Message, field: number): number[] {
  return (message.get(field) ?? []).flatMap((value) => {
    if (typeof value === 'bigint') return [Number(value)];
    const packed: number[] = [];
    let current = 0n;
    let shift = 0n;
    for (const byte of value) {
      current |= BigInt(byte & 127) << shift;
      shift += 7n;
      if (byte < 128) {
        packed.push(Number(current));
        current = 0n;
        shift = 0n;
      }
    }
    return packed;
  });
}
