import type { StandInPicture, StandInPictures } from '../stand-in/pictures.ts';

/** A small seeded generator (mulberry32): the same seed, the same pictures. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
  };
}

function drawSignature(context: CanvasRenderingContext2D, writer: number, take: number, width: number, height: number) {
  const hand = seeded(writer * 977 + 5);
  const wobble = seeded(writer * 31 + take * 7919 + 1);
  const shake = () => (wobble() - 0.5) * height * 0.09;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.strokeStyle = '#16181d';
  context.beginPath();
  let x = width * 0.04;
  context.moveTo(x, height * (0.5 + hand() * 0.3) + shake());
  const loops = 5 + Math.floor(hand() * 4);
  for (let loop = 0; loop < loops; loop++) {
    const step = (width * 0.86) / loops;
    const rise = loop === 0 || hand() > 0.7 ? 0.75 : 0.3;
    const up = height * (0.62 - rise * (0.5 + hand() * 0.3));
    const down = height * (0.62 + (hand() > 0.8 ? 0.32 : 0.08 * hand()));
    context.bezierCurveTo(
      x + step * (0.1 + hand() * 0.3) + shake(),
      up + shake(),
      x + step * (0.4 + hand() * 0.5) + shake(),
      up + shake(),
      x + step * 0.6 + shake(),
      height * 0.55 + shake(),
    );
    context.bezierCurveTo(
      x + step * 0.55 + shake(),
      down + shake(),
      x + step * 0.8,
      down + shake(),
      x + step + shake() * 0.5,
      height * (0.5 + hand() * 0.12) + shake(),
    );
    x += step;
  }
  context.quadraticCurveTo(x + 8, height * 0.45, width * 0.97, height * (0.35 + hand() * 0.2) + shake());
  context.stroke();
}

function canvas(width: number, height: number): [HTMLCanvasElement, CanvasRenderingContext2D] {
  const element = document.createElement('canvas');
  element.width = width;
  element.height = height;
  const context = element.getContext('2d');
  if (!context) throw new Error('no canvas');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, width, height);
  return [element, context];
}

function pngOf(element: HTMLCanvasElement): Uint8Array {
  const text = atob(element.toDataURL('image/png').split(',')[1] ?? '');
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function signature(writer: number, take: number): StandInPicture {
  const size = seeded(writer * 13 + take * 3);
  const width = Math.round(360 + size() * 40);
  const height = Math.round(120 + size() * 20);
  const [element, context] = canvas(width, height);
  context.lineWidth = 4;
  drawSignature(context, writer, take, width, height);
  return { png: pngOf(element), width, height };
}

function cheque(writer: number, take: number): StandInPicture {
  const width = 1600;
  const height = 720;
  const [element, context] = canvas(width, height);
  context.fillStyle = '#e6efe9';
  context.fillRect(0, 0, width, height);
  context.strokeStyle = '#cfe0d6';
  for (let line = 0; line < 60; line++) {
    context.beginPath();
    for (let x = 0; x <= width; x += 20) context.lineTo(x, line * 14 + Math.sin(x / 90 + line / 2) * 8);
    context.stroke();
  }
  context.fillStyle = '#23402f';
  context.font = '600 38px serif';
  context.fillText('SAMPLE BANK', 60, 84);
  context.font = '24px serif';
  context.fillText('12 Market Street', 60, 118);
  context.fillText('Date   14 January 2026', 1180, 84);
  context.fillText('Pay', 60, 230);
  context.fillText('Four hundred and twelve pounds only', 130, 226);
  context.fillText('The sum of', 60, 330);
  context.strokeStyle = '#23402f';
  for (const [x, y, length] of [
    [120, 236, 1000],
    [190, 336, 930],
    [950, 600, 560],
  ] as const) {
    context.strokeRect(x, y, length, 0.5);
  }
  context.strokeRect(1200, 190, 320, 70);
  context.font = '600 32px sans-serif';
  context.fillText('£ 412.00', 1230, 237);
  context.font = '30px monospace';
  context.fillText('⑈001204⑈  ⑆042137711⑆  004213⑈', 90, 680);
  context.save();
  context.translate(1010, 440);
  context.lineWidth = 4.5;
  drawSignature(context, writer, 9 + take, 440, 150);
  context.restore();
  return { png: pngOf(element), width, height };
}

function strip(line: string): StandInPicture {
  const pitch = 25;
  const [element, context] = canvas((line.length + 2) * pitch, 40);
  context.fillStyle = '#eef3ef';
  context.fillRect(0, 0, element.width, element.height);
  context.fillStyle = '#16181d';
  context.font = '28px monospace';
  [...line].forEach((character, place) => context.fillText(character, (place + 1) * pitch, 30));
  return { png: pngOf(element), width: element.width, height: element.height };
}

/** Pictures drawn on a canvas, for looking at the window. */
export const drawnPictures: StandInPictures = { signature, cheque, strip };
